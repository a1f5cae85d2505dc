using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Output;

/// <summary>What a rotation would do, for people.</summary>
internal static class PlanText
{
    private static readonly Column<RotationStep>[] Steps =
    [
        new("STEP", step => $"{step.Number}"),
        new("CHANGES", Changes),
        new("CANARY", step => step.Canary ? "canary" : ""),
        new("PROVABLE", step => IsChanged(step) ? StepText.Proof(step.Provable) : "-"),
        new("ROLL BACK", step => IsChanged(step) ? ConnectionText.YesNo(step.CanRollBack) : "-"),
        new("SITE", step => ConnectionText.Site(step.Connection)),
        new("CONTENT", step => ConnectionText.Item(step.Connection)),
        new("HOST", step => step.Connection.ServerAddress),
        new("USER", StepText.Users),
        new("NOTE", StepText.Why),
    ];

    private static readonly Column<UnselectedConnections>[] Unselected =
    [
        new("NOT SELECTED", group => $"{group.ConnectionCount}"),
        new("HOST", group => group.ServerAddress),
        new("USER", group => group.UserName),
        new("SIGNS IN BY", group => Names<AuthenticationKind>.FlagOf(group.AuthenticationKind)),
        new("CONTENT", group => string.Join("; ", group.ItemNames)),
    ];

    private static readonly Column<TokenUse>[] Uses =
    [
        new("SIGNED IN AS", use => use.User),
        new("TOKEN", use => use.TokenName),
        new("CLIENT", use => use.Client),
        new("FROM", use => use.ClientAddress),
        new("LOGINS", use => $"{use.LoginCount}"),
        new("LAST", use => JobText.Time(use.LastLoginTime)),
    ];

    public static string Of(RotationPlan plan) => string.Join('\n', Lines(plan));

    /// <summary>What will happen, in a few sentences.</summary>
    public static IEnumerable<string> Sentences(RotationPlan plan)
    {
        var changed = plan.Steps.Where(IsChanged).ToList();
        yield return $"{RotationText.Connections(plan.ChangedConnections)} to change with {plan.UpdateRequests} update(s); {plan.RefreshStarts} refresh(es) to prove it. "
            + $"{plan.Steps.Count - changed.Count} left alone.";
        yield return $"Canaries: {Listed(changed.Where(step => step.Canary).Select(step => ConnectionText.Item(step.Connection)).Distinct())}.";
        yield return $"Provable: {Listed(changed.GroupBy(step => step.Provable).OrderByDescending(group => group.Key).Select(group => $"{group.Count()} {(group.Key == ProofLevel.Unspecified ? "nothing" : StepText.Proof(group.Key))}"))}.";
        if (changed.Count(step => !step.CanRollBack) is > 0 and var lasting)
        {
            yield return $"Cannot be rolled back: {lasting}.";
        }

        foreach (var warning in plan.Warnings)
        {
            yield return $"Warning: {TextTable.Plain(warning)}";
        }
    }

    public static bool IsChanged(RotationStep step) => step.State is not (RotationStepState.Skipped or RotationStepState.Unspecified);

    private static IEnumerable<string> Lines(RotationPlan plan) =>
    [
        .. TextTable.Lines(Steps, plan.Steps),
        "",
        .. Sentences(plan),
        .. plan.Unselected.Count > 0 ? [""] : Array.Empty<string>(),
        .. TextTable.Lines(Unselected, plan.Unselected),
        .. plan.TokenUses.Count > 0 ? [""] : Array.Empty<string>(),
        .. TextTable.Lines(Uses, plan.TokenUses),
    ];

    private static string Changes(RotationStep step) => !IsChanged(step)
        ? "nothing"
        : $"secret{(step.ChangesUserName ? ", user" : "")}{(step.ChangesEmbedPassword ? ", keeps it" : "")}";

    private static string Listed(IEnumerable<string> parts) => string.Join(", ", parts.DefaultIfEmpty("none"));
}
