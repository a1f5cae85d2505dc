using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>Which sites a sync is of. It tells of all that is on a site, so it is for those who may see all of it.</summary>
internal static class SyncSelection
{
    /// <exception cref="RefusedException">PERMISSION_DENIED or SITE_NOT_CONFIGURED.</exception>
    public static IReadOnlyList<TableauSite> Of(SyncCommand command, TableauSites sites)
    {
        var scope = command.Caller.Scope;
        if (command.Server.Length > 0 && !scope.TouchesServer(command.Server))
        {
            throw Denial.OfPlace(command.Caller, "server");
        }

        if (scope.Projects.Count > 0 || command.Sites.Any(site => !scope.TouchesSite(site)))
        {
            throw Denial.OfPlace(command.Caller, "sites");
        }

        var ofServer = sites.All.Where(site => scope.CoversAllOf(site.Key) && (command.Server.Length == 0 || Same(site.Key.Server, command.Server))).ToList();
        if (command.Sites.FirstOrDefault(name => !ofServer.Any(site => Same(site.Key.ContentUrl, name))) is { } missing)
        {
            throw NotConfigured(command.Server, missing);
        }

        List<TableauSite> chosen = [.. ofServer.Where(site => command.Sites.Count == 0 || command.Sites.Any(name => Same(site.Key.ContentUrl, name)))];
        return chosen.Count > 0 ? chosen
            : scope.IsUnlimited ? throw NotConfigured(command.Server, "")
            : throw Denial.OfPlace(command.Caller, "sites");
    }

    private static RefusedException NotConfigured(string server, string site) => new(new Failure(
        ErrorReason.SiteNotConfigured, $"This service is not configured for {new SiteKey(server.Length == 0 ? SiteKey.DefaultServer : server, site)}.")
    {
        Metadata = new Dictionary<string, string> { ["server"] = server, ["site"] = site },
    });

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
