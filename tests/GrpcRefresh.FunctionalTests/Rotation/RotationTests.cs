using Grpc.Core;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using GrpcRefresh.V1.Rpc;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;
using static GrpcRefresh.FunctionalTests.Rotation.RotationCalls;

namespace GrpcRefresh.FunctionalTests.Rotation;

/// <summary>The stories an operator lives through, from the change in Snowflake to the end.</summary>
public sealed class RotationTests
{
    private const string New = "operations-new-secret";

    private static readonly ResourceRef Shipments = Datasource("Shipments", "Operations");

    [Fact]
    public async Task After_the_secret_changed_in_Snowflake_refreshes_fail_until_a_rotation_has_run()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.World.Snowflake.SetSecrets(Operations, New);
        Assert.Equal(JobState.Failed, (await service.EndOfAsync((await service.RefreshAsync(Shipments)).Job.JobId)).State);

        var (job, steps) = await service.RunAsync(Request(Operations, New));

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.Equal(3, steps.Count);
        var canary = Assert.Single(steps, step => step.Canary);
        Assert.Equal((1, RotationStepState.Verified, ProofLevel.UsesNew), (canary.Number, canary.State, canary.Proof));
        Assert.All(steps.Where(step => !step.Canary), step => Assert.Equal((RotationStepState.Updated, ProofLevel.Stored), (step.State, step.Proof)));
        Assert.Equal((1, 2, 1), (job.Rotation.Verified, job.Rotation.Updated, job.Rotation.ProvedUsesNew));
        Assert.Equal(JobState.Succeeded, (await service.EndOfAsync((await service.RefreshAsync(Shipments)).Job.JobId)).State);
        Assert.Empty(service.Errors.Entries);
    }

    [Fact]
    public async Task Everything_with_an_extract_is_refreshed_when_asked()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.World.Snowflake.SetSecrets(Operations, New);
        var request = Request(Operations, New);
        request.Verification = Verification.RefreshAll;

        var (job, steps) = await service.RunAsync(request);

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.All(steps, step => Assert.Equal((RotationStepState.Verified, ProofLevel.UsesNew), (step.State, step.Proof)));
    }

    [Fact]
    public async Task A_refresh_proves_less_while_the_old_secret_is_still_valid()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.World.Snowflake.SetSecrets(Operations, OldSecretOfOperations, New);
        var request = Request(Operations, New);
        request.OldSecret = OldSecret.Valid;

        var (job, steps) = await service.RunAsync(request);

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.Equal(ProofLevel.Works, steps.Single(step => step.Canary).Proof);
        Assert.Equal(0, job.Rotation.ProvedUsesNew);
    }

    [Fact]
    public async Task A_wrong_secret_stops_at_the_canary()
    {
        await using var service = await TestService.StartAsync();
        var request = Request(Operations, "wrong");

        var (job, steps) = await service.RunAsync(request);

        Assert.Equal((JobState.Failed, "ROTATION_FAILED"), (job.State, ReasonOf(job.Error)));
        Assert.Equal(RotationStepState.Failed, steps[0].State);
        Assert.All(steps.Skip(1), step => Assert.Equal(RotationStepState.Skipped, step.State));
        Assert.Equal(1, PutsTo(service));
    }

    [Fact]
    public async Task A_wrong_secret_is_rolled_back_and_the_way_back_is_proved()
    {
        await using var service = await TestService.StartAsync();
        var request = Request(Operations, "wrong", previous: OldSecretOfOperations);
        (request.OnFailure, request.OldSecret) = (OnFailure.RollBack, OldSecret.Valid);

        var (job, steps) = await service.RunAsync(request);

        Assert.Equal(JobState.Failed, job.State);
        Assert.Equal((RotationStepState.RolledBack, ProofLevel.Works), (steps[0].State, steps[0].Proof));
        Assert.Equal(2, PutsTo(service));
        Assert.Equal(JobState.Succeeded, (await service.EndOfAsync((await service.RefreshAsync(Shipments)).Job.JobId)).State);
    }

    [Fact]
    public async Task Tableau_keeping_the_old_secret_is_found_out_at_the_canary()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.World.Snowflake.SetSecrets(Operations, New);
        service.Tableau.Faults.Add(new Fault { Method = "PUT", Path = "/sites/*/*/*/connections/**", Kind = FaultKind.KeepOldSecret, Times = 1 });

        var (job, steps) = await service.RunAsync(Request(Operations, New));

        Assert.Equal(JobState.Failed, job.State);
        Assert.Equal((RotationStepState.Failed, "VERIFICATION_FAILED"), (steps[0].State, ReasonOf(steps[0].Error)));
        Assert.All(steps.Skip(1), step => Assert.Equal(RotationStepState.Skipped, step.State));
    }

    [Fact]
    public async Task A_rehearsal_has_the_shape_of_the_run_and_touches_nothing()
    {
        await using var service = await TestService.StartAsync();
        var request = Request(Operations, New);
        request.ValidateOnly = true;

        var plan = (await service.RotateAsync(request)).Plan;
        request.ValidateOnly = false;
        service.Tableau.World.Snowflake.SetSecrets(Operations, New);
        var run = await service.RotateAsync(request);

        Assert.Equal(plan, run.Plan);
        Assert.Equal((3, 3, 1), (plan.ChangedConnections, plan.UpdateRequests, plan.RefreshStarts));
        Assert.Contains(plan.Unselected, group => group.UserName == "TABLEAU_SVC" && group.ConnectionCount == 8);
        Assert.Equal(JobState.Succeeded, (await service.EndOfAsync(run.Job.JobId)).State);
        Assert.Equal(3, PutsTo(service));
    }

    [Fact]
    public async Task A_repeated_call_is_the_same_rotation_and_another_body_is_refused()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.World.Snowflake.SetSecrets(Operations, New);
        var request = Request(Operations, New);
        var first = await service.RotateAsync(request);

        var again = await service.RotateAsync(request);
        request.Credential.Inline.Secret = "another";
        var refused = await Assert.ThrowsAsync<RpcException>(() => service.RotateAsync(request));

        Assert.Equal(first.Job.JobId, again.Job.JobId);
        Assert.Equal(first.Plan.Steps.Select(step => step.Connection), again.Plan.Steps.Select(step => step.Connection));
        Assert.Equal("REQUEST_ID_REUSED", refused.Info().Reason);
    }

    [Fact]
    public async Task A_second_rotation_of_the_same_connections_is_refused_with_the_first_ones_id()
    {
        await using var service = await TestService.StartAsync(new TableauSimulatorOptions { JobDuration = TimeSpan.FromMinutes(10) });
        var first = await service.RotateAsync(Request(Operations, New));

        var refused = await Assert.ThrowsAsync<RpcException>(() => service.RotateAsync(Request(Operations, "other")));

        Assert.Equal((StatusCode.Aborted, "ROTATION_OVERLAP"), (refused.StatusCode, refused.Info().Reason));
        Assert.Equal(first.Job.JobId, refused.Info().Metadata["job_id"]);
    }

    [Fact]
    public async Task A_refresh_waits_until_its_connection_has_been_changed()
    {
        await using var service = await TestService.StartAsync(new TableauSimulatorOptions { JobDuration = TimeSpan.FromMinutes(10) });
        service.Tableau.World.Snowflake.SetSecrets(Operations, New);
        var request = Request(Operations, New);
        var rotation = await service.RotateAsync(request);
        await service.UntilAsync(rotation.Job.JobId, job => job.Rotation.Updated == 1);
        var held = rotation.Plan.Steps.Last(step => step.State == RotationStepState.Planned).Connection;

        var refresh = await service.RefreshAsync(new ResourceRef { Type = TypeOf(held), Luid = held.ItemLuid });
        await service.UntilAsync(await ProofOfAsync(service, rotation.Job.JobId), job => job.State is JobState.Pending or JobState.Running);
        Assert.Equal(JobState.Queued, (await service.Jobs.GetJobAsync(new GetJobRequest { JobId = refresh.Job.JobId })).Job.State);
        service.EndRuns();
        await service.EndOfAsync(rotation.Job.JobId);
        await service.UntilAsync(refresh.Job.JobId, job => job.State is JobState.Pending or JobState.Running);
    }

    [Fact]
    public async Task A_cancelled_rotation_changes_nothing_further()
    {
        await using var service = await TestService.StartAsync(new TableauSimulatorOptions { JobDuration = TimeSpan.FromMinutes(10) });
        service.Tableau.World.Snowflake.SetSecrets(Operations, New);
        var rotation = await service.RotateAsync(Request(Operations, New));
        await service.UntilAsync(rotation.Job.JobId, job => job.Rotation.Updated == 1);

        await service.Jobs.CancelJobAsync(new CancelJobRequest { JobId = rotation.Job.JobId });
        var job = await service.EndOfAsync(rotation.Job.JobId);

        Assert.Equal(JobState.Cancelled, job.State);
        Assert.Equal(1, PutsTo(service));
        Assert.Equal((1, 3), (job.Rotation.Updated, job.Rotation.Skipped));
    }

    /// <summary>The canary's refresh, once the rotation has asked for it.</summary>
    private static async Task<string> ProofOfAsync(TestService service, string jobId)
    {
        using var watch = service.Jobs.WatchJob(new WatchJobRequest { JobId = jobId }, deadline: DateTime.UtcNow + Patience);
        while (await watch.ResponseStream.MoveNext(default))
        {
            if ((await service.StepsAsync(jobId)).FirstOrDefault(step => step.RefreshJobId.Length > 0) is { } proved)
            {
                return proved.RefreshJobId;
            }
        }

        throw new InvalidOperationException("The rotation ended without a proof.");
    }

    private static string ReasonOf(GrpcRefresh.V1.Rpc.Status error) => Assert.Single(error.All<ErrorInfo>()).Reason;

    private static int PutsTo(TestService service) =>
        service.Tableau.Requests.Routes.Where(route => route.Key.StartsWith("PUT", StringComparison.Ordinal) && route.Key.Contains("/connections", StringComparison.Ordinal))
            .Sum(route => route.Value);

    private static ResourceType TypeOf(Connection connection) =>
        connection.ItemType == ConnectionItemType.Workbook ? ResourceType.Workbook : ResourceType.Datasource;
}
