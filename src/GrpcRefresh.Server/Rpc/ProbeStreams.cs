using System.Globalization;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rpc;

/// <summary>Bounds the open streams of health and reflection together; streams of jobs have a bound of their own.</summary>
internal sealed class ProbeStreams(IOptions<RpcOptions> options)
{
    private int _open;

    public IDisposable Enter()
    {
        var most = options.Value.MaxProbeStreams;
        if (Interlocked.Increment(ref _open) <= most)
        {
            return new Seat(this);
        }

        Interlocked.Decrement(ref _open);
        throw new RefusedException(new Failure(ErrorReason.ServiceBusy, $"{most} health and reflection streams are open, which is the most.")
        {
            Metadata = new Dictionary<string, string>
            {
                ["limit"] = nameof(RpcOptions.MaxProbeStreams),
                ["bound"] = most.ToString(CultureInfo.InvariantCulture),
            },
            RetryAfter = TimeSpan.FromSeconds(5),
        });
    }

    private sealed class Seat(ProbeStreams streams) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                Interlocked.Decrement(ref streams._open);
            }
        }
    }
}
