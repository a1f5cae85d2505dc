using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog;

/// <summary>A piece of content whose identity is settled.</summary>
/// <param name="ProjectPath">Names of its projects, outermost first; empty in a personal space.</param>
/// <param name="Owner">The owner's account name; empty when unknown.</param>
internal sealed record CatalogItem(
    SiteKey Site,
    ResourceType Type,
    string Luid,
    string Name,
    IReadOnlyList<string> ProjectPath,
    string Owner,
    string WebpageUrl,
    bool? HasExtracts,
    DateTimeOffset? UpdatedAt)
{
    /// <summary>In place of content, for a job that is about many pieces of content; the id keeps it in a line of its own.</summary>
    public static CatalogItem Many(string id) => new(new SiteKey("", ""), ResourceType.Unspecified, id, "", [], "", "", null, null);

    /// <summary>Tableau Bridge refreshes it, so that a finish code of 0 is not its end.</summary>
    public bool ViaBridge { get; init; }
}
