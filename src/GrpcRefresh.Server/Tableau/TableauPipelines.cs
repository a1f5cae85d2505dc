using Polly;
using Polly.Retry;

namespace GrpcRefresh.Server.Tableau;

/// <summary>How often a request may be repeated: reads and updates within a budget, other writes only when nothing can have happened.</summary>
internal sealed class TableauPipelines(TimeProvider time)
{
    private const int Retries = 3;

    /// <summary>No repetition begins later than this after the first try.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    /// <summary>A longer wait asked for by Tableau is the caller's to plan with.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private static readonly ResiliencePropertyKey<long> Started = new("started");

    private readonly ResiliencePipeline _reads = Build(time, e => IsPassing(e) && MayPass(e.HttpStatus));
    private readonly ResiliencePipeline _writes = Build(
        time, e => e.Kind is TableauErrorKind.Unreachable && !e.MayHaveTakenEffect && MayPass(e.HttpStatus));

    // Tableau trips over updates of connections now and then (400033), and not the next time.
    private readonly ResiliencePipeline _updates = Build(
        time, e => (IsPassing(e) && MayPass(e.HttpStatus)) || e.Code == ErrorCodes.ConnectionUpdateFailed);

    public async Task<T> RunAsync<T>(Repetition repetition, Func<CancellationToken, Task<T>> attempt, CancellationToken ct)
    {
        var context = ResilienceContextPool.Shared.Get(ct);
        context.Properties.Set(Started, time.GetTimestamp());
        try
        {
            return await For(repetition).ExecuteAsync(
                static async (c, run) => await run(c.CancellationToken), context, attempt);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline For(Repetition repetition) => repetition switch
    {
        Repetition.Free => _reads,
        Repetition.Harmless => _updates,
        _ => _writes,
    };

    private static ResiliencePipeline Build(TimeProvider time, Func<TableauException, bool> isWorthRepeating) =>
        new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = Retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromSeconds(0.5),
            MaxDelay = TimeSpan.FromSeconds(5),
            ShouldHandle = args => ValueTask.FromResult(
                args.Outcome.Exception is TableauException e && isWorthRepeating(e) && !(e.RetryAfter > LongestWait)
                && time.GetElapsedTime(args.Context.Properties.GetValue(Started, 0)) < Budget),
            // Null leaves the delay to the back-off above.
            DelayGenerator = args => ValueTask.FromResult((args.Outcome.Exception as TableauException)?.RetryAfter),
        }).Build();

    private static bool IsPassing(TableauException e) => e.Kind is TableauErrorKind.Unreachable or TableauErrorKind.Throttled;

    // A redirect or another client error of something in front of Tableau stays as it is, and a 401 has cost a new session.
    private static bool MayPass(int? status) => status is null or < 300 or 408 or 429 or >= 500;
}
