using GrpcRefresh.Server;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Jobs;

/// <summary>Watches over a real store, with a clock that a test moves.</summary>
public abstract class WatchTest : IAsyncLifetime
{
    private protected static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private RunEpoch _epoch = null!;

    private protected ManualClock Clock { get; } = new();

    private protected TempStore Temp { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Temp = await TempStore.OpenAsync(Clock, new JobsOptions { MaxWatchers = 3 });
        _epoch = await Temp.StartRunnerAsync();
    }

    public async Task DisposeAsync() => await Temp.DisposeAsync();

    /// <summary>What comes of waiting when that much time has passed.</summary>
    private protected async Task<T> AfterAsync<T>(TimeSpan silence, ValueTask<T> next)
    {
        Clock.Advance(silence);
        return await next.AsTask().WaitAsync(Patience);
    }

    private protected static async Task<(WatchEvent Event, string? JobId)> NextAsync(IAsyncEnumerator<JobEvent> watch)
    {
        Assert.True(await watch.MoveNextAsync());
        return (watch.Current.Event, watch.Current.Job?.JobId);
    }

    private protected IAsyncEnumerator<JobEvent> Watch(string jobId, string token = "") => Temp.Watch.WatchAsync(jobId, token, Long, SomeCaller.Anonymous, default).GetAsyncEnumerator();

    private protected IAsyncEnumerator<JobEvent> WatchMany(string token = "") => Temp.Watch.WatchManyAsync(JobQuery.Everything, token, Long, SomeCaller.Anonymous, default).GetAsyncEnumerator();

    private protected static async Task<List<JobEvent>> RestAsync(IAsyncEnumerator<JobEvent> watch)
    {
        var seen = new List<JobEvent>();
        while (await watch.MoveNextAsync())
        {
            seen.Add(watch.Current);
        }

        return seen;
    }

    private protected static IEnumerable<int> Steps(IEnumerable<JobEvent> seen) => seen.SelectMany(happened => happened.Job!.ChangedSteps).Select(step => step.Number);

    private protected async Task<JobRecord> RunningRotationAsync() =>
        await ChangeAsync((await Temp.EnrolRotationAsync(Some.Rotation())).Job, current => current with { State = JobState.Running });

    private protected async Task<JobRecord> EnrolAsync(string luid = "0a1b") => (await Temp.EnrolAsync(Some.Request(luid))).Job;

    private protected Task<JobRecord> ChangeAsync(JobRecord job, Func<JobRecord, JobRecord> change) => Temp.Store.ChangeAsync(_epoch, job.JobId, change, default);

    private protected async Task<JobRecord> EndAsync(JobRecord job)
    {
        await ChangeAsync(job, current => current.State == JobState.Queued ? current with { State = JobState.Submitting } : current);
        return await ChangeAsync(job, current => JobEndings.Succeeded(current, current.UpdateTime));
    }
}
