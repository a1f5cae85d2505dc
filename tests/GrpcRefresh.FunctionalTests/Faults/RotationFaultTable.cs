using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.FunctionalTests.Rotation;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Faults.RefusalRequest;
using static GrpcRefresh.V1.ProofLevel;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>What only connections suffer, beside the matrix. The tests play it, and docs/faults.md is written from it.</summary>
internal static class RotationFaultTable
{
    private const string Succeeded = "SUCCEEDED";
    private const string Failed = "FAILED ROTATION_FAILED";

    // The request that a caller would make: once, and three times more.
    private const int OneCall = 4;

    private static readonly StepsEnd Untouched = new("2", "SKIPPED", "not touched", Unspecified, "old");

    public static IReadOnlyList<RefusalRow> Rows { get; } =
    [
        new("400033 twice", Datasource, stage => stage.RunAsync(Problem(times: 2)), Succeeded, Ended("1", "UPDATED", Stored, "new")),
        new("400033 again and again, for longer than `GrpcRefresh:Rotation:Patience`", Datasource, AlwaysAProblemAsync, Failed,
            Ended("1", "FAILED TABLEAU_REFUSED", Unspecified, "old", "in doubt")),
        new("403023: the data source is not the account's", Datasource, stage => stage.RunAsync(Refusal("403023")), Failed,
            Ended("1", "FAILED TABLEAU_FORBIDDEN", Unspecified, "old")),
        new("403029: nor is the workbook", Workbook, stage => stage.RunAsync(Refusal("403029")), Failed,
            Ended("3", "FAILED TABLEAU_FORBIDDEN", Unspecified, "old")),
        new("404004: the data source is deleted in mid-run", Datasource, RemoveItemAsync, Failed, Ended("1", "SKIPPED", Unspecified, "–", "gone")),
        new("404006: the workbook is deleted in mid-run", Workbook, RemoveItemAsync, Failed, Ended("3", "SKIPPED", Unspecified, "–", "gone")),
        new("404020: one of several connections is gone", Workbook, RemoveConnectionAsync, Failed,
            Ended("1", "SKIPPED", Unspecified, "–", "gone"), Ended("2", "UPDATED", Stored, "new")),
        new("the canary is deleted in mid-run", User, RemoveItemAsync, Failed, Ended(StepsEnd.Canary, "SKIPPED", Unspecified, "–", "gone"), Untouched),
        new("404003 for the update of several: this Tableau has none", Workbook, stage => stage.RunAsync(NoBulk("404003", 404)), Succeeded,
            Ended("3", "UPDATED", Stored, "new")),
        new("405000 for the update of several: this Tableau has none", Workbook, stage => stage.RunAsync(NoBulk("405000", 405)), Succeeded,
            Ended("3", "UPDATED", Stored, "new")),
        new("the canary's update is answered with 200 and the old secret kept", User, KeepOldAsync, Failed,
            Ended(StepsEnd.Canary, "FAILED VERIFICATION_FAILED", Stored, "old"), Untouched),
        new("the canary's update is answered with 200 and the old secret kept", Overlap, KeepOldUnnoticedAsync, Succeeded,
            Ended(StepsEnd.Canary, "VERIFIED", Works, "old"), Ended("2", "UPDATED", Stored, "new")),
        new("the update is answered with 200 and ignored", Renamed, stage => stage.RunAsync(new Fault { Kind = FaultKind.IgnoreUpdate }), Failed,
            Ended("1", "FAILED UPDATE_NOT_STORED", Unspecified, "old")),
        new("Snowflake locks the user out before the canary is proved", User, LockOutAsync, Failed,
            Ended(StepsEnd.Canary, "FAILED VERIFICATION_FAILED", Stored, "new", "the user is locked"), Untouched),
        new("403023 on the way back", Way, RefuseTheWayBackAsync, Failed,
            Ended(StepsEnd.Canary, "FAILED TABLEAU_FORBIDDEN", Unspecified, "new", "not put back"), Untouched),
    ];

    private static StepsEnd Ended(string who, string state, ProofLevel proof, string holds, string says = "") => new(who, state, says, proof, holds);

    private static Fault Problem(int? times) => new() { Kind = FaultKind.ConnectionProblem, Times = times };

    private static async Task<Job> AlwaysAProblemAsync(RefusalStage stage)
    {
        var problem = Problem(times: null);
        var job = await stage.RunAsync(problem);
        Assert.True(problem.Hits > OneCall, $"The rotation gave up after {problem.Hits} tries, as a call does.");
        return job;
    }

    private static Fault Refusal(string code) => new() { Method = "PUT", Path = RefusalStage.Updates, Kind = FaultKind.Status, Code = code };

    private static Fault NoBulk(string code, int status) =>
        new() { Method = "PUT", Path = "/sites/*/workbooks/*/connections", Kind = FaultKind.Status, Code = code, Status = status };

    private static Task<Job> RemoveItemAsync(RefusalStage stage) => stage.RunAsync(() => Assert.True(stage.World.RemoveItem(stage.First.ItemLuid)));

    private static Task<Job> RemoveConnectionAsync(RefusalStage stage) =>
        stage.RunAsync(() => stage.World.RemoveConnection(stage.First.ItemLuid, stage.First.ConnectionId));

    private static Fault KeepOld(RefusalStage stage) => new() { Kind = FaultKind.KeepOldSecret, Connection = stage.First.ConnectionId };

    private static Task<Job> KeepOldAsync(RefusalStage stage)
    {
        stage.World.Snowflake.SetSecrets(RotationCalls.Operations, Secret);
        return stage.RunAsync(KeepOld(stage));
    }

    private static Task<Job> KeepOldUnnoticedAsync(RefusalStage stage)
    {
        stage.World.Snowflake.SetSecrets(RotationCalls.Operations, RotationCalls.OldSecretOfOperations, Secret);
        Assert.Contains(stage.Plan.Warnings, warning => warning.Contains("not that it uses the new secret", StringComparison.Ordinal));
        Assert.Equal(Works, stage.Plan.Steps[0].Provable);
        return stage.RunAsync(KeepOld(stage));
    }

    /// <summary>Something that still has the old secret tries it too often.</summary>
    private static Task<Job> LockOutAsync(RefusalStage stage)
    {
        stage.World.Snowflake.SetSecrets(RotationCalls.Operations, Secret);
        (stage.Service.Tableau.Settings.SnowflakeLockout, stage.Service.Tableau.Settings.SnowflakeLockoutAfter) = (true, 1);
        return stage.RunAsync(() =>
        {
            stage.World.StartScheduledRefresh(stage.Plan.Steps[1].Connection.ItemLuid);
            stage.Service.EndRuns();
            Assert.NotNull(stage.World.Snowflake.LockedUntil(RotationCalls.Operations));
        });
    }

    private static async Task<Job> RefuseTheWayBackAsync(RefusalStage stage)
    {
        stage.Service.Tableau.Settings.JobDuration = TimeSpan.FromHours(10);
        var jobId = await stage.BeginAsync();
        await stage.Service.UntilAsync(jobId, job => job.Rotation.Updated == 1);
        stage.Strike(Refusal("403023"));
        // A refresh that begins from now on ends at once, and so does one that has begun.
        stage.Service.Tableau.Settings.JobDuration = TimeSpan.Zero;
        stage.Service.EndRuns();
        return await stage.Service.EndOfAsync(jobId);
    }
}
