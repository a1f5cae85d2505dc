using Grpc.Core;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Refresh;
using GrpcRefresh.Server.Rpc.Access;
using GrpcRefresh.Server.Rpc.Requests;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc;

/// <summary>The gRPC door of jobs.</summary>
internal sealed class JobServiceRpc(JobReader reader, JobWatch watch, RefreshDesk desk, PageFit fit) : JobService.JobServiceBase
{
    public override async Task<GetJobResponse> GetJob(GetJobRequest request, ServerCallContext context)
    {
        var job = await reader.GetAsync(JobRequests.Read(request), context.Caller(), context.CancellationToken);
        return new GetJobResponse { Job = JobMessages.Of(job) };
    }

    public override Task<ListJobsResponse> ListJobs(ListJobsRequest request, ServerCallContext context)
    {
        var (query, pageSize, pageToken) = JobRequests.Read(request, context.Caller());
        return fit.ReadAsync(pageSize, ReadAsync, page => page.Jobs.Count);

        async Task<ListJobsResponse> ReadAsync(int size)
        {
            var page = await reader.ListAsync(query, size, pageToken, context.CancellationToken);
            return new ListJobsResponse { Jobs = { page.Jobs.Select(JobMessages.Of) }, NextPageToken = page.NextPageToken };
        }
    }

    public override async Task<WaitJobResponse> WaitJob(WaitJobRequest request, ServerCallContext context)
    {
        var (jobId, timeout) = JobRequests.Read(request);
        var job = await watch.WaitAsync(jobId, timeout, context.Caller(), context.CancellationToken);
        return new WaitJobResponse { Job = JobMessages.Of(job) };
    }

    public override async Task WatchJob(
        WatchJobRequest request, IServerStreamWriter<WatchJobResponse> responseStream, ServerCallContext context)
    {
        var (jobId, resumeToken, heartbeat) = JobRequests.Read(request);
        await foreach (var happened in watch.WatchAsync(jobId, resumeToken, heartbeat, context.Caller(), context.CancellationToken))
        {
            await responseStream.SendAsync(WatchMessages.OfJob(happened), context);
        }
    }

    public override async Task WatchJobs(
        WatchJobsRequest request, IServerStreamWriter<WatchJobsResponse> responseStream, ServerCallContext context)
    {
        var (query, resumeToken, heartbeat) = JobRequests.Read(request, context.Caller());
        await foreach (var happened in watch.WatchManyAsync(query, resumeToken, heartbeat, context.Caller(), context.CancellationToken))
        {
            await responseStream.SendAsync(WatchMessages.OfJobs(happened), context);
        }
    }

    public override async Task<CancelJobResponse> CancelJob(CancelJobRequest request, ServerCallContext context)
    {
        var receipt = await desk.CancelAsync(JobRequests.Read(request, context.Caller()), context.CancellationToken);
        return new CancelJobResponse { Job = JobMessages.Of(receipt.Job), Detached = receipt.Detached };
    }
}
