using System.Collections.Concurrent;

namespace GrpcRefresh.Bench;

/// <summary>When each event reached each watcher; event 0 is the snapshot.</summary>
internal sealed class Arrivals(int watchers, int events)
{
    private readonly ConcurrentQueue<DateTimeOffset>[] _arrivals = [.. Enumerable.Range(0, events + 1).Select(_ => new ConcurrentQueue<DateTimeOffset>())];
    private readonly TaskCompletionSource[] _complete =
        [.. Enumerable.Range(0, events + 1).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];

    private readonly int[] _counts = new int[events + 1];

    public void Note(int number)
    {
        _arrivals[number].Enqueue(DateTimeOffset.UtcNow);
        if (Interlocked.Increment(ref _counts[number]) == watchers)
        {
            _complete[number].SetResult();
        }
    }

    /// <summary>Until the event has reached every watcher.</summary>
    public Task AllAsync(int number) => _complete[number].Task;

    public IEnumerable<DateTimeOffset> Of(int number) => _arrivals[number];
}
