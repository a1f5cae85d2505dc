using GrpcRefresh.Server.Callers.Open;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Jobs;

/// <summary>Bounds how many calls may wait for news at once, of all callers and of each.</summary>
internal sealed class WatcherLimit(IOptions<JobsOptions> options, OpenCalls calls)
{
    private readonly int _bound = options.Value.MaxWatchers;
    private int _open;

    /// <summary>How many wait now.</summary>
    public int Open => Volatile.Read(ref _open);

    public Seat Take(Caller caller)
    {
        var call = calls.Enter(caller);
        if (Interlocked.Increment(ref _open) > _bound)
        {
            Interlocked.Decrement(ref _open);
            call.Dispose();
            throw new RefusedException(new Failure(ErrorReason.ServiceBusy, $"{_bound} watches are open, which is this service's limit. Try again in a moment.")
            {
                Metadata = new Dictionary<string, string> { ["limit"] = $"{JobsOptions.Section}:{nameof(JobsOptions.MaxWatchers)}", ["bound"] = $"{_bound}" },
                RetryAfter = TimeSpan.FromSeconds(5),
            });
        }

        return new Seat(this, call);
    }

    internal readonly struct Seat(WatcherLimit limit, OpenCall call) : IDisposable
    {
        /// <summary>Fires when the caller's credential has ended.</summary>
        public CancellationToken Ended => call.Ended;

        public void Dispose()
        {
            Interlocked.Decrement(ref limit._open);
            call.Dispose();
        }
    }
}
