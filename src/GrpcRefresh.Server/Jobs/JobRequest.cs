using GrpcRefresh.Server.Catalog;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs;

/// <summary>A checked request for a refresh of resolved content, on its way to be recorded.</summary>
/// <param name="Fingerprint">The same for the same body: tells a repeated request from a reused id.</param>
internal sealed record JobRequest(
    CatalogItem Item,
    ResourceReference Reference,
    RefreshMode Mode,
    Freshness Freshness,
    string? RequestId,
    string Fingerprint,
    IReadOnlyDictionary<string, string> Labels,
    string Caller,
    OnBehalf? OnBehalfOf)
{
    /// <summary>The span of the call; see <see cref="JobDrive.TraceParent"/>.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The rotation that asks, whose own hold does not hold this refresh.</summary>
    public string? PassesHoldOf { get; init; }
}
