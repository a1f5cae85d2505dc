using System.Collections.Concurrent;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Fuzz;

/// <summary>Connections to the gateway, used again when the last answer left them in order.</summary>
internal sealed class GatewayConnections(Uri gateway) : IDisposable
{
    private readonly ConcurrentBag<RawConnection> _free = [];

    public async Task<RawConnection> TakeAsync(CancellationToken ct) => _free.TryTake(out var free) ? free : await RawConnection.OpenAsync(gateway, ct);

    public void Return(RawConnection connection, bool isReusable)
    {
        if (isReusable)
        {
            _free.Add(connection);
        }
        else
        {
            connection.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var connection in _free)
        {
            connection.Dispose();
        }
    }
}
