using GrpcRefresh.Server.Jobs;

namespace GrpcRefresh.Tests.Jobs;

public sealed class WakeUpCallsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WakeUpCalls _calls = new();

    [Fact]
    public async Task Many_more_than_a_wave_are_all_called()
    {
        var sleepers = Sleepers(1_050);
        var sleeps = sleepers.Select(sleeper => sleeper.SleepAsync().AsTask()).ToList();

        sleepers.ForEach(sleeper => sleeper.Wake());

        await Task.WhenAll(sleeps).WaitAsync(Patience);
    }

    [Fact]
    public async Task Whoever_is_busy_after_the_call_holds_up_nobody()
    {
        var sleepers = Sleepers(1_050);
        using var othersAreUp = new ManualResetEventSlim();
        async Task BusyAsync()
        {
            await sleepers[0].SleepAsync();
            Assert.True(othersAreUp.Wait(Patience));
        }

        var busy = BusyAsync();
        var others = sleepers.Skip(1).Select(sleeper => sleeper.SleepAsync().AsTask()).ToList();
        sleepers.ForEach(sleeper => sleeper.Wake());

        await Task.WhenAll(others).WaitAsync(Patience);
        othersAreUp.Set();
        await busy.WaitAsync(Patience);
    }

    [Fact]
    public async Task What_happens_after_a_call_is_worth_another()
    {
        var sleepers = Sleepers(250);
        async Task WakeTwiceAsync(Sleeper sleeper)
        {
            await sleeper.SleepAsync();
            sleeper.Wake();
            await sleeper.SleepAsync();
        }

        var nights = sleepers.Select(WakeTwiceAsync).ToList();
        sleepers.ForEach(sleeper => sleeper.Wake());

        await Task.WhenAll(nights).WaitAsync(Patience);
    }

    private List<Sleeper> Sleepers(int count) => [.. Enumerable.Range(0, count).Select(_ => new Sleeper(_calls))];
}
