using Polly;
using Polly.Retry;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>How often a request may be repeated: within a budget, and statements too, because their request id makes that harmless.</summary>
internal sealed class SnowflakePipelines(TimeProvider time)
{
    private const int Retries = 5;

    /// <summary>No repetition begins later than this after the first try.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(90);

    /// <summary>A longer wait asked for by Snowflake is the caller's to plan with.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private static readonly ResiliencePropertyKey<long> Started = new("started");

    private readonly ResiliencePipeline _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
    {
        MaxRetryAttempts = Retries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = TimeSpan.FromSeconds(0.5),
        MaxDelay = TimeSpan.FromSeconds(10),
        ShouldHandle = args => ValueTask.FromResult(
            args.Outcome.Exception is SnowflakeException e && IsPassing(e) && !(e.RetryAfter > LongestWait)
            && time.GetElapsedTime(args.Context.Properties.GetValue(Started, 0)) < Budget),
        // Null leaves the delay to the back-off above.
        DelayGenerator = args => ValueTask.FromResult((args.Outcome.Exception as SnowflakeException)?.RetryAfter),
    }).Build();

    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken ct)
    {
        var context = ResilienceContextPool.Shared.Get(ct);
        context.Properties.Set(Started, time.GetTimestamp());
        try
        {
            return await _pipeline.ExecuteAsync(static async (c, run) => await run(c.CancellationToken), context, attempt);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    // A redirect, a web page under 4xx or a certificate problem (522) stays as it is.
    private static bool IsPassing(SnowflakeException e) =>
        e.Kind is SnowflakeErrorKind.Unreachable or SnowflakeErrorKind.Throttled && e.HttpStatus is null or < 300 or 408 or 429 or (>= 500 and not 522);
}
