using Grpc.Core;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Rpc;

/// <summary>A job service that does as the test says.</summary>
internal sealed class ScriptedJobService : JobService.JobServiceBase
{
    public Func<ServerCallContext, Task> OnGet { get; set; } = _ => Task.CompletedTask;

    public Func<IServerStreamWriter<WatchJobResponse>, ServerCallContext, Task> OnWatch { get; set; } = (_, _) => Task.CompletedTask;

    public override async Task<GetJobResponse> GetJob(GetJobRequest request, ServerCallContext context)
    {
        await OnGet(context);
        return new GetJobResponse();
    }

    public override Task WatchJob(WatchJobRequest request, IServerStreamWriter<WatchJobResponse> responseStream, ServerCallContext context) =>
        OnWatch(responseStream, context);
}
