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
    /// <summary>Tableau Bridge refreshes it, so that a finish code of 0 is not its end.</summary>
    public bool ViaBridge { get; init; }
}
