using GrpcRefresh.Client;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Client;

/// <summary>Rotations of the three connections of one Snowflake user, through the client.</summary>
public sealed class RotationClientTests : IAsyncLifetime, IProgress<JobUpdate>
{
    private const string User = "OPERATIONS_SVC";
    private const string New = "the-new-secret";

    private readonly TaskCompletionSource _canaryIsChanged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(int Number, RotationStepState State)> _told = [];
    private TestService? _service;
    private GrpcRefreshClient? _client;

    private static RotationRequest Request => new()
    {
        Selector = new ConnectionSelector { AccountHost = "acme-analytics.snowflakecomputing.com", UserName = User },
        Credential = RotationCredential.Inline(New),
        OldSecret = OldSecret.Dead,
    };

    private TestService Service => _service!;

    private GrpcRefreshClient Client => _client!;

    public async Task InitializeAsync()
    {
        // The canary's refresh lasts until the test ends it.
        _service = await TestService.StartAsync(new TableauSimulatorOptions { JobDuration = TimeSpan.FromMinutes(10) });
        _client = new GrpcRefreshClient(new GrpcRefreshClientOptions { Address = Service.Url });
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Service.DisposeAsync();
    }

    [Fact]
    public async Task A_rotation_is_followed_through_a_restart_and_no_step_is_missed()
    {
        Service.Tableau.World.Snowflake.SetSecrets(User, New);
        var plan = (await Client.PlanRotationAsync(Request)).Plan;

        var rotating = Client.RotateAsync(Request, this);
        await _canaryIsChanged.Task.WaitAsync(CallExtensions.Patience);
        await Service.RestartAsync();
        Service.Tableau.Settings.JobDuration = TimeSpan.Zero;
        Service.EndRuns();
        var result = await rotating.WaitAsync(CallExtensions.Patience);

        Assert.Equal((JobState.Succeeded, 3), (result.Job.State, plan.ChangedConnections));
        Assert.Equal(plan.Steps, result.Plan.Steps);
        Assert.Equal([(1, RotationStepState.Verified), (2, RotationStepState.Updated), (3, RotationStepState.Updated)], _told.GroupBy(step => step.Number).Select(step => step.Last()).Order());
        Assert.Equal([RotationStepState.Verified, RotationStepState.Updated, RotationStepState.Updated, RotationStepState.Skipped], result.Steps.Select(step => step.State));
    }

    [Fact]
    public async Task A_rotation_that_fails_is_an_exception_and_its_steps_can_be_read()
    {
        Service.Tableau.Settings.JobDuration = TimeSpan.Zero;

        var failure = await Assert.ThrowsAsync<JobFailedException>(() => Client.RotateAsync(Request).WaitAsync(CallExtensions.Patience));

        Assert.Equal((JobState.Failed, ErrorReason.RotationFailed), (failure.Job.State, failure.Reason));
        var failed = Assert.Single(await Client.ListRotationStepsAsync(failure.Job.JobId, [RotationStepState.Failed]).ToListAsync());
        Assert.True(failed.Canary);
        Assert.DoesNotContain(New, $"{failure}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_are_listed_page_after_page()
    {
        var request = new ListConnectionsRequest { Selector = Request.Selector, PageSize = 1 };

        var names = await Client.ListConnectionsAsync(request).Select(connection => connection.ItemName).ToListAsync();

        Assert.Equal(["Clean Shipments", "Delivery Times", "Inventory Snapshot", "Shipments"], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_refusal_has_its_reason()
    {
        var refused = await Assert.ThrowsAsync<GrpcRefreshException>(() => Client.PlanRotationAsync(Request with { Credential = RotationCredential.Configured("nobody") }));

        Assert.Equal(ErrorReason.SecretNotConfigured, refused.Reason);
    }

    void IProgress<JobUpdate>.Report(JobUpdate value)
    {
        _told.AddRange(value.ChangedSteps.Select(step => (step.Number, step.State)));
        if (_told.Contains((1, RotationStepState.Updated)))
        {
            _canaryIsChanged.TrySetResult();
        }
    }
}
