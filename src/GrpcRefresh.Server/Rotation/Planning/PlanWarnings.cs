using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Planning;

/// <summary>What an operator should know before the run.</summary>
internal static class PlanWarnings
{
    // Tableau Cloud's allowance for a whole site.
    private const int StartsAnHour = 60;

    /// <param name="isToldByHistory">Snowflake's login history shows which of two valid secrets a refresh used.</param>
    public static IReadOnlyList<string> Of(
        IReadOnlyList<RotationStepRecord> steps, IReadOnlyList<InventoryHole> gaps, int refreshStarts, RotationTerms terms, bool isToldByHistory)
    {
        var changed = steps.Where(step => step.State == RotationStepState.Planned).ToList();
        var unprovable = changed.Count(step => step.Provable == ProofLevel.Stored && step.Detail.Length > 0);
        var stuck = changed.Count(step => !step.CanRollBack);
        List<(bool Holds, string Warning)> warnings =
        [
            (terms.RefreshesCanaries && terms.OldSecret != OldSecret.Dead && !isToldByHistory && changed.Any(step => !step.ChangesUserName),
                "The old secret may still be accepted by Snowflake, so a refresh that succeeds proves only that a connection works, not that it uses the new secret: Tableau can answer an update with 200 and keep the old one."),
            (!terms.RefreshesCanaries, "No refresh is made, so nothing proves that the new secret works: Tableau stores a credential without trying it."),
            (terms.Verification == Verification.RefreshCanary && changed.Any(step => !step.Canary), "Only the canaries are refreshed; all other connections are proved to be STORED and no more."),
            (unprovable > 0, $"{unprovable} connections cannot be proved by a refresh; their steps say why."),
            (stuck > 0 && terms.OnFailure == OnFailure.RollBack, $"{stuck} connections could not be rolled back; their steps say can_roll_back = false."),
            (stuck == changed.Count && terms.OnFailure != OnFailure.RollBack, "No connection could be rolled back: there is no previous secret."),
            (terms is { OnFailure: OnFailure.RollBack, OldSecret: OldSecret.Dead }, "The old secret is said to be dead: rolling back would put a secret in place that Snowflake refuses."),
            (terms.HoldsRefreshes, "Refreshes of the chosen items that are asked for through this service wait until their connections are changed; those that Tableau's own schedules start do not."),
            (gaps.Count > 0, $"{gaps.Count} sites or items could not be looked at: connections may be missing from this plan."),
            (refreshStarts > StartsAnHour, $"{refreshStarts} refreshes are started to prove the change; Tableau Cloud allows {StartsAnHour} an hour and site."),
        ];
        return [.. warnings.Where(warning => warning.Holds).Select(warning => warning.Warning)];
    }
}
