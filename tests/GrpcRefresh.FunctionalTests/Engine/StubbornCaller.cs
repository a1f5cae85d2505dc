using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Engine;

/// <summary>What a caller saw of its job.</summary>
internal sealed record CallerStory(Job Last, IReadOnlyList<string> Problems);

/// <summary>A caller that repeats its call under one request_id and takes up its watch again whatever happens to it.</summary>
internal sealed class StubbornCaller(GrpcChannel channel, Random random, bool isCutOff)
{
    private static readonly TimeSpan BackOff = TimeSpan.FromMilliseconds(50);

    private readonly Stopwatch _patience = Stopwatch.StartNew();
    private readonly List<string> _problems = [];

    public int Disconnects { get; private set; }

    public async Task<CallerStory> RefreshAndWatchAsync(string name)
    {
        var request = new RefreshResourceRequest { Resource = CallExtensions.Datasource(name, "Load"), RequestId = Guid.NewGuid().ToString() };
        var jobId = (await RepeatAsync(() => new RefreshService.RefreshServiceClient(channel).RefreshResourceAsync(request).ResponseAsync)).Job.JobId;
        var again = (await RepeatAsync(() => new RefreshService.RefreshServiceClient(channel).RefreshResourceAsync(request).ResponseAsync)).Job.JobId;
        if (again != jobId)
        {
            _problems.Add($"{name}: one request_id made jobs {jobId} and {again}");
        }

        return new CallerStory(await WatchAsync(jobId), _problems);
    }

    private async Task<Job> WatchAsync(string jobId)
    {
        var (token, revision) = ("", 0L);
        Job? last = null;
        while (last?.EndTime is null)
        {
            using var cut = new CancellationTokenSource();
            if (isCutOff)
            {
                // The moment is the hazard itself, not a wait for something.
                cut.CancelAfter(random.Next(5, 800));
            }

            try
            {
                using var watch = new JobService.JobServiceClient(channel).WatchJob(
                    new WatchJobRequest { JobId = jobId, ResumeToken = token }, cancellationToken: cut.Token);
                while (await watch.ResponseStream.MoveNext(CancellationToken.None))
                {
                    var happened = watch.ResponseStream.Current;
                    token = happened.ResumeToken;
                    if (happened.Job is { } job)
                    {
                        Check(job, ref revision);
                        last = job;
                    }
                }
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.Internal && _patience.Elapsed < CallExtensions.Patience)
            {
                Disconnects++;
                await Task.Delay(BackOff);
            }
        }

        return last;
    }

    private void Check(Job job, ref long revision)
    {
        if (job.Revision <= revision)
        {
            _problems.Add($"job {job.JobId}: revision {job.Revision} came after {revision}");
        }

        revision = job.Revision;
    }

    private async Task<T> RepeatAsync<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.Internal && _patience.Elapsed < CallExtensions.Patience)
            {
                // The service is dead or not there yet; the same request_id makes the repetition harmless.
                await Task.Delay(BackOff);
            }
        }
    }
}
