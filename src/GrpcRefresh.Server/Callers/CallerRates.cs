using System.Threading.RateLimiting;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Callers;

/// <summary>Bounds how often each caller calls, whichever door it takes.</summary>
internal sealed class CallerRates(IOptions<CallersOptions> options, HasteLog log) : IDisposable
{
    private const string Setting = $"{CallersOptions.Section}:{nameof(CallersOptions.RequestsPerSecond)}";

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);

    private readonly Lazy<PartitionedRateLimiter<string>> _limiter = new(() => Build(options.Value));

    /// <exception cref="RefusedException">RATE_LIMITED.</exception>
    public void Take(Caller caller)
    {
        using var lease = _limiter.Value.AttemptAcquire(caller.Name);
        if (!lease.IsAcquired)
        {
            var bound = options.Value.RequestsPerSecond;
            var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var known) && known > ShortestWait ? known : ShortestWait;
            log.Tell(caller.Name, Setting, bound);
            throw RefusedException.AtBound(
                ErrorReason.RateLimited, $"{caller.Name} calls more often than {bound} times a second.", Setting, bound, wait);
        }
    }

    public void Dispose()
    {
        if (_limiter.IsValueCreated)
        {
            _limiter.Value.Dispose();
        }
    }

    /// <summary>Those who have not called for a while are dropped by the limiter itself.</summary>
    private static PartitionedRateLimiter<string> Build(CallersOptions options) => PartitionedRateLimiter.Create<string, string>(
        name => RateLimitPartition.GetTokenBucketLimiter(name, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Burst,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1) / options.RequestsPerSecond,
            QueueLimit = 0,
        }),
        StringComparer.Ordinal);
}
