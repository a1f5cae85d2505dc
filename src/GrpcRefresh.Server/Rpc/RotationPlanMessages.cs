using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Rotation.Planning;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc;

/// <summary>Plans as the contract shows them.</summary>
internal static class RotationPlanMessages
{
    public static RotationPlan Of(RotationPlanRecord plan) => new()
    {
        Steps = { plan.Steps.Select(RotationMessages.StepOf) },
        ChangedConnections = plan.Steps.Count(step => step.State != RotationStepState.Skipped),
        UpdateRequests = plan.UpdateRequests,
        RefreshStarts = plan.RefreshStarts,
        Unselected = { plan.Unselected.Select(Of) },
        Gaps = { ConnectionMessages.Of(plan.Gaps) },
        Warnings = { plan.Warnings },
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
