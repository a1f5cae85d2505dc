using GrpcRefresh.Server.Jobs;

namespace GrpcRefresh.Tests.Jobs;

public sealed class SleeperTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Sleeper _sleeper = new(new WakeUpCalls());

    [Fact]
    public async Task A_call_ends_the_sleep_each_time()
    {
        for (var night = 0; night < 3; night++)
        {
            var sleep = Sleep();
            Assert.False(sleep.IsCompleted);

            _sleeper.Call();

            await sleep.WaitAsync(Patience);
        }
    }

    [Fact]
    public void A_call_that_came_before_is_not_slept_through()
    {
        _sleeper.Call();

        Assert.True(Sleep().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Calls_that_come_meanwhile_count_as_one()
    {
        var first = Sleep();
        _sleeper.Call();
        _sleeper.Call();
        await first.WaitAsync(Patience);
        _sleeper.Call();
        _sleeper.Call();

        Assert.True(Sleep().IsCompletedSuccessfully);
        Assert.False(Sleep().IsCompleted);
    }

    [Fact]
    public async Task Nothing_is_missed_however_sleeps_and_calls_meet()
    {
        const int wakers = 4;
        const int each = 20_000;
        var happened = 0;
        var waking = Enumerable.Range(0, wakers).Select(_ => Task.Run(() =>
        {
            for (var number = 0; number < each; number++)
            {
                Interlocked.Increment(ref happened);
                _sleeper.Wake();
            }
        }));

        async Task SeeAllAsync()
        {
            while (Volatile.Read(ref happened) < wakers * each)
            {
                await _sleeper.SleepAsync();
            }
        }

        await Task.WhenAll(waking.Append(Task.Run(SeeAllAsync))).WaitAsync(Patience);
    }

    private Task Sleep() => _sleeper.SleepAsync().AsTask();
}
