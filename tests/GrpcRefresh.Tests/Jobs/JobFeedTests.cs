using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Jobs;

public sealed class JobFeedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly JobFeed _feed = new();
    private readonly WakeUpCalls _calls = new();

    [Fact]
    public async Task A_change_reaches_all_who_stay_though_others_leave_while_it_is_told()
    {
        const int listeners = 1_000;
        var (first, second) = (At(1), At(2, JobState.Running));
        var listening = Enumerable.Range(0, listeners).Select(number => ListenAsync(first.JobId, takes: number % 2 == 0 ? 1 : 2)).ToList();

        _feed.Publish(first);
        await Task.WhenAny(listening).WaitAsync(Patience);
        _feed.Publish(second);

        var seen = await Task.WhenAll(listening).WaitAsync(Patience);
        Assert.All(seen.Where((_, number) => number % 2 != 0), last => Assert.Same(second, last));
    }

    [Fact]
    public void Changes_in_one_state_are_taken_as_the_last_of_them()
    {
        var job = At(1);
        using var news = _feed.Subscribe(job.JobId, new Sleeper(_calls));
        _feed.Publish(job);
        _feed.Publish(At(2));
        _feed.Publish(At(3, JobState.Running));

        Assert.Equal([2L, 3L, null], [news.TakeNext()?.Job!.Revision, news.TakeNext()?.Job!.Revision, news.TakeNext()?.Job!.Revision]);
    }

    [Fact]
    public async Task A_mailboxs_reader_is_woken_by_what_it_wants_only()
    {
        var reader = new Sleeper(_calls);
        using var mailbox = _feed.Open(job => job.State == JobState.Running, bound: 10, reader);
        var sleep = reader.SleepAsync();

        _feed.Publish(At(1));
        Assert.Empty(mailbox.Take()!);
        _feed.Publish(At(2, JobState.Running));

        await sleep.AsTask().WaitAsync(Patience);
        Assert.Equal(2, Assert.Single(mailbox.Take()!).Revision);
    }

    private static JobRecord At(long revision, JobState state = JobState.Queued) => Some.Job(state) with { Revision = revision };

    private async Task<JobRecord> ListenAsync(string jobId, int takes)
    {
        var sleeper = new Sleeper(_calls);
        using var news = _feed.Subscribe(jobId, sleeper);
        JobRecord? last = null;
        while (takes > 0)
        {
            if (news.TakeNext() is { } change)
            {
                last = change.Job;
                takes--;
            }
            else
            {
                await sleeper.SleepAsync();
            }
        }

        return last!;
    }
}
