using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Gateway;

/// <summary>Bounds the gateway's connections. The server's own bound would count those of the other doors, too.</summary>
internal sealed partial class ConnectionLimit(IOptions<GatewayOptions> options, ILogger<ConnectionLimit> logger)
{
    private int _open;

    public void Guard(ListenOptions listen) => listen.Use(next => connection => PassAsync(connection, next));

    private async Task PassAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            if (Interlocked.Increment(ref _open) <= options.Value.MaxConnections)
            {
                await next(connection);
            }
            else
            {
                Log.Closed(logger, options.Value.MaxConnections);
                connection.Abort();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 700, EventName = "ConnectionClosed", Level = LogLevel.Information, Message = "A connection was closed unread: {Bound} are open, as many as GrpcRefresh:Gateway:MaxConnections allows")]
        public static partial void Closed(ILogger logger, int bound);
    }
}
