using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation;
using GrpcRefresh.Server.Rotation.Planning;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rotation.Planning;

public sealed class PlanWarningsTests
{
    private const string WorksOnly = "The old secret may still be accepted";
    private const string NoRefresh = "No refresh is made";
    private const string CanariesOnly = "Only the canaries are refreshed";
    private const string Unprovable = "1 connections cannot be proved by a refresh";
    private const string SomeStuck = "1 connections could not be rolled back";
    private const string AllStuck = "No connection could be rolled back";
    private const string DeadWayBack = "The old secret is said to be dead";
    private const string Held = "Refreshes of the chosen items";
    private const string Gaps = "1 sites or items could not be looked at";
    private const string ManyStarts = "61 refreshes are started";

    private static readonly RotationTerms Calm = new(OldSecret.Dead, Verification.RefreshAll, OnFailure.Stop, CanaryCount: 1, MaxFailures: 1, MaxParallel: 4);
    private static readonly RotationStepRecord Good = Some.Step() with { CanRollBack = true, Canary = true, Provable = ProofLevel.UsesNew };

    [Fact]
    public void An_old_secret_that_may_live_makes_a_refresh_prove_less()
    {
        Assert.Contains(WorksOnly, Warn(Calm with { OldSecret = OldSecret.Valid }));
        Assert.Contains(WorksOnly, Warn(Calm with { OldSecret = OldSecret.Unknown }));
        Assert.DoesNotContain(WorksOnly, Warn(Calm));
        Assert.DoesNotContain(WorksOnly, Warn(Calm with { OldSecret = OldSecret.Valid }, Good with { NewUserName = "ANOTHER_SVC" }));
        Assert.DoesNotContain(WorksOnly, Warn(Calm with { OldSecret = OldSecret.Valid, Verification = Verification.ReadBack }));
    }

    [Fact]
    public void Without_refreshes_nothing_proves_the_secret()
    {
        Assert.Contains(NoRefresh, Warn(Calm with { Verification = Verification.None }));
        Assert.Contains(NoRefresh, Warn(Calm with { Verification = Verification.ReadBack }));
        Assert.DoesNotContain(NoRefresh, Warn(Calm with { Verification = Verification.RefreshCanary }));
    }

    [Fact]
    public void What_is_no_canary_is_only_stored()
    {
        Assert.Contains(CanariesOnly, Warn(Calm with { Verification = Verification.RefreshCanary }, Good, Good with { Number = 2, Canary = false }));
        Assert.DoesNotContain(CanariesOnly, Warn(Calm with { Verification = Verification.RefreshCanary }));
        Assert.DoesNotContain(CanariesOnly, Warn(Calm, Good, Good with { Number = 2, Canary = false }));
    }

    [Fact]
    public void What_no_refresh_can_prove_is_counted()
    {
        var live = Good with { Number = 2, Canary = false, Provable = ProofLevel.Stored, Detail = "A live connection." };

        Assert.Contains(Unprovable, Warn(Calm, Good, live));
        Assert.DoesNotContain(Unprovable, Warn(Calm, Good, live with { State = RotationStepState.Skipped }));
    }

    [Fact]
    public void What_could_not_be_rolled_back_is_told_in_advance()
    {
        var stuck = Good with { Number = 2, CanRollBack = false };

        Assert.Contains(SomeStuck, Warn(Calm with { OnFailure = OnFailure.RollBack }, Good, stuck));
        Assert.DoesNotContain(SomeStuck, Warn(Calm with { OnFailure = OnFailure.RollBack }, Good, Good with { Number = 2 }));
        Assert.Contains(AllStuck, Warn(Calm, stuck));
        Assert.DoesNotContain(AllStuck, Warn(Calm, Good, stuck));
        Assert.DoesNotContain(AllStuck, Warn(Calm with { OnFailure = OnFailure.RollBack }, stuck));
    }

    [Fact]
    public void Going_back_to_a_dead_secret_is_questioned()
    {
        Assert.Contains(DeadWayBack, Warn(Calm with { OnFailure = OnFailure.RollBack }));
        Assert.DoesNotContain(DeadWayBack, Warn(Calm with { OnFailure = OnFailure.RollBack, OldSecret = OldSecret.Valid }));
        Assert.DoesNotContain(DeadWayBack, Warn(Calm));
    }

    [Fact]
    public void Held_refreshes_are_told_of()
    {
        Assert.Contains(Held, Warn(Calm));
        Assert.Contains(Held, Warn(Calm with { OldSecret = OldSecret.Unknown }));
        Assert.DoesNotContain(Held, Warn(Calm with { OldSecret = OldSecret.Valid }));
    }

    [Fact]
    public void Gaps_and_a_site_s_allowance_are_told_of()
    {
        Assert.Contains(Gaps, Text(PlanWarnings.Of([Good], [new InventoryHole(Some.Site, "", "x")], 1, Calm, isToldByHistory: false)));
        Assert.Contains(ManyStarts, Text(PlanWarnings.Of([Good], [], 61, Calm, isToldByHistory: false)));
        Assert.DoesNotContain("refreshes are started", Text(PlanWarnings.Of([Good], [], 60, Calm, isToldByHistory: false)));
    }

    private static string Warn(RotationTerms terms, params RotationStepRecord[] steps) => Text(PlanWarnings.Of(steps.Length > 0 ? steps : [Good], [], 1, terms, isToldByHistory: false));

    private static string Text(IReadOnlyList<string> warnings) => string.Join('\n', warnings);
}
