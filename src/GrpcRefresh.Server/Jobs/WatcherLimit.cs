using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Jobs;

/// <summary>Bounds how many calls may wait for news at once.</summary>
internal sealed class WatcherLimit(IOptions<JobsOptions> options)
{
    private readonly int _bound = options.Value.MaxWatchers;
    private int _open;

    /// <summary>How many wait now.</summary>
    public int Open => Volatile.Read(ref _open);

    public Seat Take()
    {
        if (Interlocked.Increment(ref _open) > _bound)
        {
            Interlocked.Decrement(ref _open);
            throw new RefusedException(new Failure(ErrorReason.ServiceBusy, $"{_bound} watches are open, which is this service's limit. Try again in a moment.")
            {
                Metadata = new Dictionary<string, string> { ["limit"] = $"{JobsOptions.Section}:{nameof(JobsOptions.MaxWatchers)}", ["bound"] = $"{_bound}" },
                RetryAfter = TimeSpan.FromSeconds(5),
            });
        }

        return new Seat(this);
    }

    internal readonly struct Seat(WatcherLimit limit) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref limit._open);
    }
}
