using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Tableau;

/// <summary>A workbook or published data source as the REST API tells it; also a flow or virtual connection, then without a type.</summary>
/// <param name="ProjectLuid">Null for content in a personal space.</param>
/// <param name="HasExtracts">Null when Tableau does not say.</param>
internal sealed record TableauItem(
    ResourceType Type,
    string Luid,
    string Name,
    string? ProjectLuid,
    string? ProjectName,
    string? OwnerLuid,
    string? WebpageUrl,
    bool? HasExtracts,
    DateTimeOffset? UpdatedAt)
{
    /// <summary>Refreshed through Tableau Bridge; only data sources say so.</summary>
    public bool ViaBridge { get; init; }

    /// <summary>In megabytes; null when Tableau does not say.</summary>
    public long? Size { get; init; }
}
