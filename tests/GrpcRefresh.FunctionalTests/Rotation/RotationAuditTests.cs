using System.Text.Json;
using Grpc.Core;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Rotation.RotationCalls;

namespace GrpcRefresh.FunctionalTests.Rotation;

/// <summary>What the audit tells of a rotation: each change before it is made and after, and never a secret.</summary>
public sealed class RotationAuditTests
{
    private const string New = "operations-new-secret";

    [Fact]
    public async Task Each_connection_has_a_row_before_its_change_and_one_after()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.World.Snowflake.SetSecrets(Operations, New);

        var (job, steps) = await service.RunAsync(Request(Operations, New));

        Assert.Equal(JobState.Succeeded, job.State);
        var rows = await ChangesAsync(service, job.JobId);
        Assert.Equal(2 * steps.Count, rows.Count);
        Assert.All(steps, step => Assert.Equal(["INTENDED new secret", "ACCEPTED STORED"], OutcomesOf(rows, step)));
    }

    [Fact]
    public async Task The_row_is_there_before_Tableau_is_asked()
    {
        await using var service = await TestService.StartAsync(settings: settings => settings["GrpcRefresh:Rotation:RetryPauseMax"] = "00:00:00.1");
        var away = new Fault { Method = "PUT", Path = "**/connections/**", Kind = FaultKind.Reset };
        service.Tableau.Faults.Add(away);
        var begun = await service.RotateAsync(Request(Operations, New));

        await away.StruckAsync(1);

        var row = Assert.Single(await ChangesAsync(service, begun.Job.JobId));
        Assert.Equal(("INTENDED", "datasource"), (row.Text("outcome"), row.Text("itemType").ToLowerInvariant()));
        Assert.Equal(begun.Plan.Steps[0].Connection.ConnectionId, row.Text("connectionIds"));
        service.Tableau.Faults.Clear();
        await service.EndOfAsync(begun.Job.JobId);
    }

    [Fact]
    public async Task A_way_back_is_told_like_the_way_there()
    {
        await using var service = await TestService.StartAsync();
        var request = Request(Operations, "wrong", previous: OldSecretOfOperations);
        (request.OnFailure, request.OldSecret) = (OnFailure.RollBack, OldSecret.Valid);

        var (job, steps) = await service.RunAsync(request);

        Assert.Equal(
            ["INTENDED new secret", "ACCEPTED STORED", "INTENDED previous secret", "ACCEPTED previous secret"],
            OutcomesOf(await ChangesAsync(service, job.JobId), steps[0]));
    }

    [Fact]
    public async Task A_refused_change_is_told_with_its_reason()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.Faults.Add(new Fault { Method = "PUT", Path = "**/connections/**", Kind = FaultKind.Status, Status = 403, Code = "403023", Times = 1 });
        var request = Request(Operations, New);
        (request.Verification, request.MaxParallel) = (Verification.ReadBack, 1);

        var (job, steps) = await service.RunAsync(request);

        Assert.Equal(["INTENDED new secret", "REFUSED TABLEAU_FORBIDDEN"], OutcomesOf(await ChangesAsync(service, job.JobId), steps[0]));
    }

    [Fact]
    public async Task The_chain_holds_and_tells_no_secret()
    {
        await using var service = await TestService.StartAsync();
        var request = Request(Operations, "wrong-and-unmistakable", previous: OldSecretOfOperations);
        (request.OnFailure, request.OldSecret) = (OnFailure.RollBack, OldSecret.Valid);
        await service.RunAsync(request);

        var verified = await ServerVerb.RunAsync(service.Database, "audit", "verify");
        var export = await ServerVerb.RunAsync(service.Database, "audit", "export");

        Assert.Equal((0, ""), (verified.ExitCode, verified.Errors));
        Assert.Contains("CALL_ROTATE", export.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-and-unmistakable", export.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(OldSecretOfOperations, export.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_call_is_told_and_a_rehearsal_is_not()
    {
        await using var service = await TestService.StartAsync();
        var request = Request("NOBODY_SVC", New);
        request.ValidateOnly = true;
        await Assert.ThrowsAsync<RpcException>(() => service.RotateAsync(request));
        Assert.Empty(await ServerVerb.ExportAsync(service.Database));

        request.ValidateOnly = false;
        await Assert.ThrowsAsync<RpcException>(() => service.RotateAsync(request));

        var row = Assert.Single(await ServerVerb.ExportAsync(service.Database));
        Assert.Equal(("CALL_ROTATE", "REFUSED"), (row.Text("action"), row.Text("outcome")));
        Assert.StartsWith("NOTHING_TO_ROTATE: ", row.Text("detail"), StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<JsonElement>> ChangesAsync(TestService service, string jobId) =>
        [.. (await ServerVerb.ExportAsync(service.Database, "--job", jobId)).Where(row => row.Text("action") == "TABLEAU_UPDATE_CONNECTIONS")];

    private static IEnumerable<string> OutcomesOf(IReadOnlyList<JsonElement> rows, RotationStep step) => rows
        .Where(row => row.Text("connectionIds").Split(' ').Contains(step.Connection.ConnectionId))
        .Select(row => $"{row.Text("outcome")} {row.Text("detail")}");
}
