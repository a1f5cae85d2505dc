using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog;

/// <summary>A reference that is understood: its site is configured, and exactly one of the last three is set.</summary>
internal sealed record WantedResource(TableauSite Site, ResourceType Type, string? Luid, ResourceNamePath? Path, string? UrlId)
{
    public string TypeName => Type == ResourceType.Workbook ? "workbook" : "data source";

    /// <summary>Equal for references that mean the same by the same words.</summary>
    public (SiteKey, ResourceType, string) Key => (Site.Key, Type, this switch
    {
        { Luid: { } luid } => $"luid\n{luid}",
        { Path: { } path } => $"path\n{string.Join('\n', path.ProjectPath)}\n\n{path.Name}",
        _ => $"url\n{UrlId}",
    });

    public override string ToString() => this switch
    {
        { Luid: { } luid } => $"{TypeName} {luid}",
        { Path: { } path } => $"{TypeName} {Join(path.ProjectPath, path.Name)}",
        _ => $"{TypeName} number {UrlId}",
    };

    /// <summary>The full path of content, for people.</summary>
    public static string Join(IReadOnlyList<string> projects, string name) =>
        projects.Count == 0 ? $"(personal space) / {name}" : $"{string.Join(" / ", projects)} / {name}";
}
