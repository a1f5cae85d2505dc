using System.Net;

namespace GrpcRefresh.Server.Callers;

/// <summary>Counts failed authentications by source and minute, for so many sources as failed last.</summary>
internal sealed class FailingSources(TimeProvider time)
{
    public const int Most = 10_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, LinkedListNode<Source>> _known = [];
    private readonly LinkedList<Source> _byAge = [];

    /// <summary>One more from there: how many it were in this minute, and how many in the one before.</summary>
    public (int Now, int Before) Add(IPAddress network)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            var source = Find(network, now);
            if (time.GetElapsedTime(source.Began, now) is var age && age >= Window)
            {
                (source.Before, source.Failures, source.Began) = (age < Window * 2 ? source.Failures : 0, 0, now);
            }

            return (++source.Failures, source.Before);
        }
    }

    private Source Find(IPAddress network, long now)
    {
        if (_known.TryGetValue(network, out var node))
        {
            _byAge.Remove(node);
            _byAge.AddFirst(node);
            return node.Value;
        }

        if (_known.Count >= Most)
        {
            _known.Remove(_byAge.Last!.Value.Network);
            _byAge.RemoveLast();
        }

        return (_known[network] = _byAge.AddFirst(new Source(network) { Began = now })).Value;
    }

    private sealed class Source(IPAddress network)
    {
        public IPAddress Network { get; } = network;

        public long Began { get; set; }

        public int Failures { get; set; }

        public int Before { get; set; }
    }
}
