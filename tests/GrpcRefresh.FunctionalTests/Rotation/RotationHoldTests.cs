using Grpc.Core;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;
using static GrpcRefresh.FunctionalTests.Rotation.RotationCalls;

namespace GrpcRefresh.FunctionalTests.Rotation;

/// <summary>What else may be done with content while a rotation is at work on it.</summary>
public sealed class RotationHoldTests
{
    private const string New = "operations-new-secret";

    [Fact]
    public async Task With_an_old_secret_that_is_still_valid_nothing_is_held()
    {
        await using var service = await StartAsync();
        service.Tableau.World.Snowflake.SetSecrets(Operations, OldSecretOfOperations, New);
        var request = Request(Operations, New);
        request.OldSecret = OldSecret.Valid;
        var begun = await AtTheCanaryAsync(service, request);

        var refresh = await service.RefreshAsync(LastOf(begun.Plan));

        await service.UntilAsync(refresh.Job.JobId, IsInTableau);
        Assert.Equal(RotationStepState.Planned, (await service.StepsAsync(begun.Job.JobId))[begun.Plan.Steps.Count(IsChanged) - 1].State);
        await FinishAsync(service, begun.Job.JobId);
    }

    [Theory]
    [InlineData(OldSecret.Dead)]
    [InlineData(OldSecret.Unspecified)]
    public async Task What_was_held_is_held_again_after_a_restart(OldSecret oldSecret)
    {
        await using var service = await StartAsync();
        service.Tableau.World.Snowflake.SetSecrets(Operations, New);
        var request = Request(Operations, New);
        request.OldSecret = oldSecret;
        var begun = await AtTheCanaryAsync(service, request);
        var held = await service.RefreshAsync(LastOf(begun.Plan));

        await service.RestartAsync();
        var afterwards = await service.RefreshAsync(Datasource("Ledger", "Finance"));
        await service.UntilAsync(afterwards.Job.JobId, IsInTableau);

        Assert.Equal(JobState.Queued, (await service.Jobs.GetJobAsync(new GetJobRequest { JobId = held.Job.JobId })).Job.State);
        await FinishAsync(service, begun.Job.JobId);
        await service.UntilAsync(held.Job.JobId, IsInTableau);
    }

    [Fact]
    public async Task Another_connection_of_the_same_item_is_an_overlap_as_well()
    {
        await using var service = await StartAsync();
        const string Budget = "Finance/Budget vs Actuals";
        service.Tableau.Faults.Add(new Fault { Method = "PUT", Path = "**/connections/**", Kind = FaultKind.Reset });
        var first = await service.RotateAsync(RequestFor(service.InTableau(Budget, "FINANCE_SVC").Luid));

        var refused = await Assert.ThrowsAsync<RpcException>(() => service.RotateAsync(RequestFor(service.InTableau(Budget, "TABLEAU_SVC").Luid)));

        Assert.Equal((StatusCode.Aborted, "ROTATION_OVERLAP"), (refused.StatusCode, refused.Info().Reason));
        Assert.Equal(first.Job.JobId, refused.Info().Metadata["job_id"]);
        Assert.Equal(0, service.InTableau(Budget, "TABLEAU_SVC").SecretsGiven);
    }

    [Fact]
    public async Task Rotations_of_different_items_run_side_by_side()
    {
        await using var service = await StartAsync();
        await AtTheCanaryAsync(service, Request(Operations, New));

        var second = await AtTheCanaryAsync(service, Request("FINANCE_SVC", New));

        Assert.Equal(JobState.Running, (await service.Jobs.GetJobAsync(new GetJobRequest { JobId = second.Job.JobId })).Job.State);
    }

    [Fact]
    public async Task Once_a_rotation_has_ended_its_connections_can_be_rotated_again()
    {
        await using var service = await TestService.StartAsync();
        Assert.Equal(JobState.Failed, (await service.RunAsync(Request(Operations, "wrong"))).Job.State);
        service.Tableau.World.Snowflake.SetSecrets(Operations, New);

        var (job, steps) = await service.RunAsync(Request(Operations, New));

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.All(steps, step => Assert.True(service.InTableau(step).Holds(New)));
    }

    private static Task<TestService> StartAsync() => TestService.StartAsync(new TableauSimulatorOptions { JobDuration = TimeSpan.FromMinutes(10) });

    private static RotateConnectionCredentialsRequest RequestFor(string connection) => new()
    {
        Selector = new ConnectionSelector { ConnectionIds = { connection } },
        Credential = new Credential { Inline = new InlineCredential { Secret = New } },
        OldSecret = OldSecret.Dead,
        Verification = Verification.ReadBack,
    };

    /// <summary>Rotates until the canary's refresh runs in Tableau, where it stays.</summary>
    private static async Task<RotateConnectionCredentialsResponse> AtTheCanaryAsync(TestService service, RotateConnectionCredentialsRequest request)
    {
        var begun = await service.RotateAsync(request);
        using var watch = service.Jobs.WatchJob(new WatchJobRequest { JobId = begun.Job.JobId }, deadline: DateTime.UtcNow + Patience);
        await foreach (var _ in watch.ResponseStream.ReadAllAsync())
        {
            // The refresh is recorded with its step, which is an event.
            if ((await service.StepsAsync(begun.Job.JobId))[0].RefreshJobId is { Length: > 0 } refresh)
            {
                await service.UntilAsync(refresh, IsInTableau);
                break;
            }
        }

        return begun;
    }

    private static async Task FinishAsync(TestService service, string rotation)
    {
        service.EndRuns();
        Assert.Equal(JobState.Succeeded, (await service.EndOfAsync(rotation)).State);
    }

    private static bool IsInTableau(Job job) => job.State is JobState.Pending or JobState.Running;

    private static bool IsChanged(RotationStep step) => step.State == RotationStepState.Planned;

    private static ResourceRef LastOf(RotationPlan plan)
    {
        var connection = plan.Steps.Last(IsChanged).Connection;
        return new ResourceRef
        {
            Type = connection.ItemType == ConnectionItemType.Workbook ? ResourceType.Workbook : ResourceType.Datasource,
            Luid = connection.ItemLuid,
        };
    }
}
