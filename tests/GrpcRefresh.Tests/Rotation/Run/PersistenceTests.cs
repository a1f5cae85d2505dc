using GrpcRefresh.Server.Rotation;
using GrpcRefresh.Server.Rotation.Run;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Tests.Infrastructure;

namespace GrpcRefresh.Tests.Rotation.Run;

public sealed class PersistenceTests
{
    private static readonly RotationOptions Options = new()
    {
        Patience = TimeSpan.FromMinutes(1),
        RetryPause = TimeSpan.FromSeconds(1),
        RetryPauseMax = TimeSpan.FromSeconds(8),
    };

    private readonly ManualTimeProvider _time = new() { SkipUpTo = TimeSpan.FromDays(1) };

    [Fact]
    public async Task An_answer_is_taken_at_once()
    {
        var tried = await TryAsync(_ => null);

        Assert.Equal((1, null), (tried.Answer, tried.Problem));
        Assert.Empty(_time.Skipped);
    }

    [Theory]
    [InlineData((int)TableauErrorKind.Refused)]
    [InlineData((int)TableauErrorKind.NotFound)]
    [InlineData((int)TableauErrorKind.Forbidden)]
    [InlineData((int)TableauErrorKind.NotSupported)]
    public async Task What_waiting_does_not_help_is_told_at_once(int kind)
    {
        var problem = new TableauException((TableauErrorKind)kind, "no");

        var tried = await TryAsync(_ => problem);

        Assert.Same(problem, tried.Problem);
        Assert.Empty(_time.Skipped);
    }

    [Theory]
    [InlineData((int)TableauErrorKind.Unreachable)]
    [InlineData((int)TableauErrorKind.AuthFailed)]
    public async Task What_passes_is_asked_for_again_at_growing_pauses(int kind)
    {
        var tried = await TryAsync(attempt => attempt <= 5 ? new TableauException((TableauErrorKind)kind, "later") : null);

        Assert.Equal(6, tried.Answer);
        Assert.Equal([1, 2, 4, 8, 8], Seconds);
    }

    [Fact]
    public async Task Patience_ends()
    {
        var tried = await TryAsync(_ => new TableauException(TableauErrorKind.Unreachable, "away"));

        Assert.Equal(TableauErrorKind.Unreachable, tried.Problem!.Kind);
        Assert.InRange(Seconds.Sum(), 60, 68);
    }

    [Fact]
    public async Task A_wait_that_Tableau_asks_for_is_kept_and_costs_no_patience()
    {
        var tried = await TryAsync(attempt => attempt switch
        {
            1 => Throttled(TimeSpan.FromHours(2)),
            2 => Throttled(null),
            3 => new TableauException(TableauErrorKind.Unreachable, "away"),
            _ => null,
        });

        Assert.Equal(4, tried.Answer);
        Assert.Equal([7_200, 8, 1], Seconds);
    }

    [Theory]
    [InlineData((int)TableauErrorKind.Unreachable)]
    [InlineData((int)TableauErrorKind.Throttled)]
    public async Task A_doubt_stays_whatever_is_answered_afterwards(int kind)
    {
        var tried = await TryAsync(attempt => attempt == 1
            ? new TableauException((TableauErrorKind)kind, "lost") { MayHaveTakenEffect = true }
            : new TableauException(TableauErrorKind.Forbidden, "no") { Code = "403023", RequestId = "r" });

        Assert.Equal((TableauErrorKind.Forbidden, true, "403023", "r"), (tried.Problem!.Kind, tried.Problem.MayHaveTakenEffect, tried.Problem.Code, tried.Problem.RequestId));
    }

    [Fact]
    public async Task Without_a_doubt_there_is_none()
    {
        var tried = await TryAsync(attempt => new TableauException(attempt == 1 ? TableauErrorKind.Unreachable : TableauErrorKind.Refused, "no"));

        Assert.False(tried.Problem!.MayHaveTakenEffect);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_halt_ends_a_long_wait_unless_an_earlier_try_is_in_doubt(bool inDoubt, bool ends)
    {
        using var halt = new CancellationTokenSource();
        _time.SkipUpTo = TimeSpan.Zero;
        var told = new TaskCompletionSource();
        var trying = TryAsync(
            attempt =>
            {
                told.TrySetResult();
                return attempt == 1 ? Throttled(TimeSpan.FromHours(1), inDoubt) : null;
            },
            halt.Token);
        await told.Task;

        await halt.CancelAsync();

        if (!ends)
        {
            Assert.False(trying.IsCompleted);
            _time.Advance(TimeSpan.FromHours(1));
        }

        var tried = await trying.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(ends ? (0, TableauErrorKind.Throttled) : (2, null), (tried.Answer, tried.Problem?.Kind));
    }

    [Theory]
    [InlineData((int)TableauErrorKind.Throttled)]
    [InlineData((int)TableauErrorKind.Unreachable)]
    public async Task A_stop_of_the_service_breaks_every_wait_off(int kind)
    {
        using var stop = new CancellationTokenSource();
        _time.SkipUpTo = TimeSpan.Zero;
        var trying = TryAsync(_ => new TableauException((TableauErrorKind)kind, "later") { MayHaveTakenEffect = true }, stop: stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => trying.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    private IReadOnlyList<double> Seconds => [.. _time.Skipped.Select(wait => wait.TotalSeconds)];

    private static TableauException Throttled(TimeSpan? wait, bool inDoubt = false) =>
        new(TableauErrorKind.Throttled, "slowly") { RetryAfter = wait, MayHaveTakenEffect = inDoubt };

    /// <param name="problem">What an attempt, from 1, comes to; null for its success, whose answer is its number.</param>
    private Task<Tried<int>> TryAsync(Func<int, TableauException?> problem, CancellationToken halt = default, CancellationToken stop = default)
    {
        var attempt = 0;
        return new Persistence(Options, _time).TryAsync(() => problem(++attempt) is { } e ? Task.FromException<int>(e) : Task.FromResult(attempt), halt, stop);
    }
}
