using System.Globalization;
using GrpcRefresh.Server.Callers.Open;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rpc;

/// <summary>Bounds the open streams of health and reflection together, and each caller's; streams of jobs have a bound of their own.</summary>
internal sealed class ProbeStreams(IOptions<RpcOptions> options, OpenCalls calls)
{
    private int _open;

    public Seat Enter(Caller caller)
    {
        var call = calls.Enter(caller);
        var most = options.Value.MaxProbeStreams;
        if (Interlocked.Increment(ref _open) <= most)
        {
            return new Seat(this, call);
        }

        Interlocked.Decrement(ref _open);
        call.Dispose();
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

    internal sealed class Seat(ProbeStreams streams, OpenCall call) : IDisposable
    {
        private int _left;

        /// <summary>Fires when the caller's credential has ended.</summary>
        public CancellationToken Ended => call.Ended;

        public bool HasEnded => Ended.IsCancellationRequested;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                Interlocked.Decrement(ref streams._open);
                call.Dispose();
            }
        }
    }
}
