using GrpcRefresh.FunctionalTests.Catalog;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.FunctionalTests.Rotation;
using GrpcRefresh.Simulation;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Gateway;

/// <summary>A service with a past: one refresh that ended, one that runs, one that was withdrawn, and a rotation. Made once for all cases.</summary>
public sealed class DoorWorld : IAsyncLifetime
{
    private MappingSnowflake _snowflake = null!;

    internal GatewayService Gateway { get; private set; } = null!;

    internal TestService Service => Gateway.Service;

    internal string RequestId { get; } = Guid.NewGuid().ToString();

    internal string RotationRequestId { get; } = Guid.NewGuid().ToString();

    internal Job Ended { get; private set; } = null!;

    internal Job Running { get; private set; } = null!;

    internal string WithdrawnRequestId { get; } = Guid.NewGuid().ToString();

    internal Job Withdrawn { get; private set; } = null!;

    internal Job Rotation { get; private set; } = null!;

    internal string LastToken { get; private set; } = "";

    public async Task InitializeAsync()
    {
        _snowflake = await MappingSnowflake.StartAsync();
        Gateway = await GatewayService.StartAsync(new TableauSimulatorOptions { JobDuration = TimeSpan.FromMinutes(30), Backgrounders = 300 }, _snowflake.Configure);
        Ended = await EndedAsync();
        Running = await RunningAsync();
        Withdrawn = await WithdrawnAsync();
        var rotation = await Service.RotateAsync(RotationRequest());
        Rotation = await Service.EndOfAsync(rotation.Job.JobId);
    }

    public async Task DisposeAsync()
    {
        Assert.Empty(Service.Errors.Entries);
        await Gateway.DisposeAsync();
        await _snowflake.DisposeAsync();
    }

    internal RotateConnectionCredentialsRequest RotationRequest() => new(RotationCalls.Request(RotationCalls.Operations, "another-secret"))
    {
        Verification = Verification.ReadBack,
        RequestId = RotationRequestId,
        Labels = { ["team"] = "data platform" },
    };

    private async Task<Job> EndedAsync()
    {
        var request = new RefreshResourceRequest
        {
            Resource = Datasource("Orders", "Sales"),
            RequestId = RequestId,
            Labels = { ["run"] = "nächtlich & schnell=50%+1", ["z"] = "🚀" },
            OnBehalfOf = new OnBehalfOf { User = "ETL_SVC", Task = "DB.SCHEMA.\"ü\"" },
        };
        var job = (await Service.Refreshes.RefreshResourceAsync(request)).Job;
        await Service.UntilAsync(job.JobId, running => running.TableauJobId.Length > 0);
        Service.EndRuns();
        var events = await Service.WatchToEndAsync(job.JobId);
        LastToken = events[^1].ResumeToken;
        return events[^1].Job;
    }

    private async Task<Job> RunningAsync()
    {
        var job = (await Service.RefreshAsync(Workbook("Pipeline", "Sales", "EMEA"))).Job;
        return await Service.UntilAsync(job.JobId, running => running.State == JobState.Running);
    }

    private async Task<Job> WithdrawnAsync()
    {
        var job = (await Service.RefreshAsync(Datasource("Inventory Snapshot", "Operations"), requestId: WithdrawnRequestId)).Job;
        await Service.UntilAsync(job.JobId, running => running.State == JobState.Running);
        await Service.Jobs.CancelJobAsync(new CancelJobRequest { JobId = job.JobId, RequestId = WithdrawnRequestId });
        return await Service.EndOfAsync(job.JobId);
    }
}
