using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Rotation.Planning;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc;

/// <summary>Plans as the contract shows them.</summary>
internal static class RotationPlanMessages
{
    private const int MostGaps = 100;

    public static RotationPlan Of(RotationPlanRecord plan) => new()
    {
        Steps = { plan.Steps.Select(RotationMessages.Of) },
        ChangedConnections = plan.Steps.Count(step => step.State != RotationStepState.Skipped),
        UpdateRequests = plan.UpdateRequests,
        RefreshStarts = plan.RefreshStarts,
        Unselected = { plan.Unselected.Select(Of) },
        Gaps = { plan.Gaps.Take(MostGaps).Select(Of) },
        Warnings = { plan.Warnings },
    };

    public static InventoryGap Of(InventoryHole hole) => new()
    {
        Server = hole.Site.Server,
        Site = hole.Site.ContentUrl,
        ItemLuid = hole.ItemLuid,
        Detail = hole.Detail,
    };

    private static UnselectedConnections Of(UnselectedGroup group) => new()
    {
        ServerAddress = group.ServerAddress,
        UserName = group.UserName,
        AuthenticationKind = group.Kind,
        ConnectionCount = group.Count,
        ItemNames = { group.ItemNames },
    };
}
