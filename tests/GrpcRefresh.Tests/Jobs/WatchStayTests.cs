using GrpcRefresh.Server;
using GrpcRefresh.Server.Callers;
using GrpcRefresh.Server.Callers.Open;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Jobs;

public sealed class WatchStayTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    private readonly ManualClock _clock = new();
    private readonly OpenCalls _calls = new(Options.Create(new CallersOptions()));
    private readonly WatcherLimit _seats;
    private readonly CancellationTokenSource _draining = new();
    private readonly CancellationTokenSource _leaving = new();

    public WatchStayTests() => _seats = new WatcherLimit(Options.Create(new JobsOptions { MaxWatchers = 1 }), _calls);

    [Fact]
    public async Task The_callers_leaving_ends_the_sleep_and_the_stay()
    {
        using var stay = Enter();
        var sleep = stay.SleepAsync();

        await _leaving.CancelAsync();

        await WokenAsync(sleep);
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await stay.SleepAsync());
    }

    [Fact]
    public async Task The_drain_ends_the_sleep_and_the_stay()
    {
        using var stay = Enter();
        var sleep = stay.SleepAsync();

        await _draining.CancelAsync();

        await WokenAsync(sleep);
        var refused = await Assert.ThrowsAsync<RefusedException>(async () => await stay.SleepAsync());
        Assert.Equal(ErrorReason.ServiceDraining, refused.Failure.Reason);
    }

    [Fact]
    public async Task The_end_of_the_callers_credential_ends_the_sleep_and_the_stay()
    {
        using var stay = Enter(caller: SomeCaller.Named("nightly"));
        var sleep = stay.SleepAsync();

        Assert.Single(_calls.Credentials).End();

        await WokenAsync(sleep);
        var refused = await Assert.ThrowsAsync<RefusedException>(async () => await stay.SleepAsync());
        Assert.Equal(ErrorReason.Unauthenticated, refused.Failure.Reason);
    }

    [Fact]
    public void A_stay_that_finds_no_seat_is_not_counted_for_its_caller()
    {
        using var stay = Enter();

        Assert.Throws<RefusedException>(() => Enter(caller: SomeCaller.Named("nightly")));

        Assert.Empty(_calls.Credentials);
    }

    [Fact]
    public async Task A_silence_that_lasts_too_long_ends_the_sleep()
    {
        using var stay = Enter();
        var sleep = stay.SleepAsync();
        _clock.Advance(LongestSilence - TimeSpan.FromMilliseconds(1));
        Assert.False(stay.IsSilentTooLong);

        _clock.Advance(TimeSpan.FromMilliseconds(1));

        await WokenAsync(sleep);
        Assert.True(stay.IsSilentTooLong);
    }

    [Fact]
    public async Task A_beat_begins_the_silence_anew_with_the_same_alarm()
    {
        using var stay = Enter();
        var early = stay.SleepAsync();
        _clock.Advance(TimeSpan.FromSeconds(10));
        stay.Beat();
        _clock.Advance(TimeSpan.FromSeconds(5));
        await WokenAsync(early);
        Assert.False(stay.IsSilentTooLong);

        var sleep = stay.SleepAsync();
        Assert.Equal(1, _clock.Waiting);
        _clock.Advance(TimeSpan.FromSeconds(10));

        await WokenAsync(sleep);
        Assert.True(stay.IsSilentTooLong);
    }

    [Fact]
    public async Task News_in_any_number_need_one_alarm()
    {
        using var stay = Enter();
        for (var news = 0; news < 10; news++)
        {
            var sleep = stay.SleepAsync();
            stay.Sleeper.Wake();
            await WokenAsync(sleep);
        }

        Assert.Equal(1, _clock.Waiting);
    }

    [Fact]
    public async Task A_part_of_a_millisecond_is_slept_through_to_its_end()
    {
        using var stay = Enter(TimeSpan.FromMilliseconds(1.5));
        var sleep = stay.SleepAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(1.5));
        Assert.False(sleep.IsCompleted);

        _clock.Advance(TimeSpan.FromMilliseconds(0.5));

        await WokenAsync(sleep);
    }

    [Fact]
    public async Task A_stay_leaves_neither_alarm_nor_seat_behind()
    {
        var stay = Enter();
        var sleep = stay.SleepAsync();
        stay.Sleeper.Wake();
        await WokenAsync(sleep);
        Assert.Throws<RefusedException>(() => Enter());

        stay.Dispose();

        Assert.Equal(0, _clock.Waiting);
        using var next = Enter();
    }

    public void Dispose()
    {
        _draining.Dispose();
        _leaving.Dispose();
    }

    private static Task WokenAsync(ValueTask sleep) => sleep.AsTask().WaitAsync(Patience);

    private WatchStay Enter(TimeSpan? longestSilence = null, Caller? caller = null) =>
        new(_seats, new WakeUpCalls(), new Drain(_draining.Token), longestSilence ?? LongestSilence, _clock, caller ?? SomeCaller.Anonymous, _leaving.Token);
}
