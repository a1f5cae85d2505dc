using System.Globalization;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Gateway;

/// <summary>Bounds the requests that are answered at once.</summary>
internal sealed class RequestSeats(IOptions<GatewayOptions> options)
{
    private int _taken;

    /// <exception cref="RefusedException">SERVICE_BUSY: all are taken.</exception>
    public void Take()
    {
        var most = options.Value.MaxConcurrentRequests;
        if (Interlocked.Increment(ref _taken) <= most)
        {
            return;
        }

        Leave();
        throw new RefusedException(new Failure(ErrorReason.ServiceBusy, $"{most} requests are being answered by the gateway, which is the most.")
        {
            Metadata = new Dictionary<string, string>
            {
                ["limit"] = $"{GatewayOptions.Section}:{nameof(GatewayOptions.MaxConcurrentRequests)}",
                ["bound"] = most.ToString(CultureInfo.InvariantCulture),
            },
            RetryAfter = TimeSpan.FromSeconds(1),
        });
    }

    public void Leave() => Interlocked.Decrement(ref _taken);
}
