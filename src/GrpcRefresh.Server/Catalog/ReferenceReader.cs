using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog;

/// <summary>Checks a caller's reference and finds the site that it means, without asking Tableau.</summary>
internal sealed class ReferenceReader(TableauSites sites)
{
    private const int DeepestPath = 20;

    /// <exception cref="RefusedException">INVALID_REQUEST, naming the field, or SITE_NOT_CONFIGURED.</exception>
    public WantedResource Read(ResourceReference reference) => reference switch
    {
        { Luid: { } luid, Path: null, Url: null } => new WantedResource(Site(reference), Type(reference), Luid(luid), null, null),
        { Luid: null, Path: { } path, Url: null } => new WantedResource(Site(reference), Type(reference), null, Path(path), null),
        { Luid: null, Path: null, Url: { } url } => Read(reference, ResourceUrl.Parse(url)),
        _ => throw RefusedException.InvalidField("resource", "set exactly one of luid, path and url."),
    };

    private WantedResource Read(ResourceReference reference, ResourceUrl url)
    {
        var server = sites.FindByHost(url.Host) ?? throw RefusedException.InvalidField(
            ResourceUrl.Field, $"the host {url.Host} belongs to no Tableau server of this service. If it is another name of one, add it to that server's Aliases.");
        Agree("resource.server", reference.Server, server);
        Agree("resource.site", reference.Site, url.ContentUrl);
        if (reference.Type != ResourceType.Unspecified && reference.Type != url.Type)
        {
            throw RefusedException.InvalidField("resource.type", $"is {reference.Type}, but the address is of a {url.Type}. Leave it out.");
        }

        return new WantedResource(sites.Get(new SiteKey(server, url.ContentUrl)), url.Type, null, null, url.UrlId);
    }

    private TableauSite Site(ResourceReference reference) =>
        sites.Get(new SiteKey(reference.Server.Length == 0 ? SiteKey.DefaultServer : reference.Server, reference.Site));

    private static ResourceType Type(ResourceReference reference) => reference.Type is ResourceType.Workbook or ResourceType.Datasource
        ? reference.Type
        : throw RefusedException.InvalidField("resource.type", "say whether it is a workbook or a data source.");

    private static string Luid(string luid) => Guid.TryParseExact(luid, "D", out var parsed)
        ? parsed.ToString("D")
        : throw RefusedException.InvalidField("resource.luid", "must be a UUID, as the REST API gives it. The number in a browser's address is none: give the whole address as url.");

    private static ResourceNamePath Path(ResourceNamePath path) => path switch
    {
        { ProjectPath.Count: 0 or > DeepestPath } => throw RefusedException.InvalidField(
            "resource.path.project_path", $"give the names of the projects, outermost first: at least one, at most {DeepestPath}."),
        _ when path.ProjectPath.Any(string.IsNullOrEmpty) => throw RefusedException.InvalidField("resource.path.project_path", "a project's name is empty."),
        { Name.Length: 0 } => throw RefusedException.InvalidField("resource.path.name", "give the name of the workbook or data source."),
        _ => path,
    };

    private static void Agree(string field, string given, string told)
    {
        if (given.Length > 0 && !given.Equals(told, StringComparison.OrdinalIgnoreCase))
        {
            throw RefusedException.InvalidField(field, $"is '{given}', but the address says '{told}'. Leave it out.");
        }
    }
}
