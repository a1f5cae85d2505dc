namespace GrpcRefresh.Client.Calls;

/// <summary>How long a call is given.</summary>
/// <param name="Attempt">For one attempt.</param>
/// <param name="MaxAttempts">How many attempts, if the call is safe to repeat.</param>
/// <param name="Limit">For all of them, or for all pauses between them.</param>
/// <param name="CountsAttempts">Whether the limit counts the attempts too: not where one alone may take longer than the limit.</param>
internal sealed record Patience(TimeSpan Attempt, int MaxAttempts, TimeSpan Limit, bool CountsAttempts = true)
{
    public static Patience ForCalls(GrpcRefreshClientOptions options) => new(options.CallTimeout, options.MaxAttempts, options.RetryTimeLimit);

    /// <summary>For calls that make the service look at every item in Tableau.</summary>
    public static Patience ForInventories(GrpcRefreshClientOptions options) =>
        new(options.InventoryTimeout, options.MaxAttempts, options.RetryTimeLimit, CountsAttempts: false);

    /// <summary>For reads in the middle of a watch, which are as patient as the watch.</summary>
    public static Patience ForWatches(GrpcRefreshClientOptions options) => new(options.CallTimeout, int.MaxValue, options.ReconnectTimeLimit);

    public bool Allows(TimeSpan elapsed, TimeSpan paused) =>
        Limit == Timeout.InfiniteTimeSpan || (CountsAttempts ? elapsed : paused) <= Limit;
}
