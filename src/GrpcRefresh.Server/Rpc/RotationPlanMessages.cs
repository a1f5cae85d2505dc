using Google.Protobuf.WellKnownTypes;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Rotation.Planning;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.V1;
using TokenUse = GrpcRefresh.V1.TokenUse;

namespace GrpcRefresh.Server.Rpc;

/// <summary>Plans as the contract shows them.</summary>
internal static class RotationPlanMessages
{
    private const int MostUses = 200;
    private const string Shortened = "Only shown here are the first";

    public static RotationPlan Of(RotationPlanRecord plan) => new()
    {
        Steps = { plan.Steps.Select(RotationMessages.StepOf) },
        ChangedConnections = plan.Steps.Count(step => step.Meant),
        UpdateRequests = plan.UpdateRequests,
        RefreshStarts = plan.RefreshStarts,
        Unselected = { plan.Unselected.Select(Of) },
        Gaps = { ConnectionMessages.Of(plan.Gaps) },
        Warnings = { plan.Warnings },
        TokenUses = { plan.Tokens.SelectMany(token => token.Survey.Uses).OrderByDescending(use => use.LastLogin).Take(MostUses).Select(Of) },
    };

    /// <summary>Leaves out the second half of the steps; false when there are none.</summary>
    public static bool Halve(RotationPlan plan)
    {
        if (plan.Steps.Count == 0)
        {
            return false;
        }

        var kept = plan.Steps.Take(plan.Steps.Count / 2).ToList();
        plan.Steps.Clear();
        plan.Steps.Add(kept);
        var said = plan.Warnings.FirstOrDefault(warning => warning.StartsWith(Shortened, StringComparison.Ordinal));
        plan.Warnings.Remove(said ?? "");
        plan.Warnings.Add($"{Shortened} {kept.Count} steps, because a message has no room for more. ListRotationSteps tells all of a rotation that was recorded.");
        return true;
    }

    private static TokenUse Of(TokenUseRecord use) => new()
    {
        User = use.User,
        TokenName = use.TokenName ?? "",
        Client = use.Client,
        ClientAddress = use.ClientAddress,
        LoginCount = use.Logins,
        LastLoginTime = use.LastLogin.ToTimestamp(),
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
