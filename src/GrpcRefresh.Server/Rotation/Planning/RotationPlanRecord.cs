using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Planning;

/// <summary>What a rotation will do.</summary>
internal sealed record RotationPlanRecord(
    IReadOnlyList<RotationStepRecord> Steps,
    int UpdateRequests,
    int RefreshStarts,
    IReadOnlyList<UnselectedGroup> Unselected,
    IReadOnlyList<InventoryHole> Gaps,
    IReadOnlyList<string> Warnings)
{
    /// <summary>The Snowflake tokens that it makes.</summary>
    public IReadOnlyList<PlannedToken> Tokens { get; init; } = [];
}

/// <summary>Snowflake connections that were not chosen, by what tells them apart.</summary>
internal sealed record UnselectedGroup(string ServerAddress, string UserName, AuthenticationKind Kind, int Count, IReadOnlyList<string> ItemNames);
