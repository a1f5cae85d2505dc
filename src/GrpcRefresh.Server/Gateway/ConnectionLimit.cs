using GrpcRefresh.Server.Listening;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Gateway;

/// <summary>Bounds the gateway's connections. The server's own bound would count those of the other doors, too.</summary>
internal sealed partial class ConnectionLimit(IOptions<GatewayOptions> options, TimeProvider time, ILogger<ConnectionLimit> logger)
{
    private readonly MinuteCount _closed = new(time);
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
                connection.Abort();
                if (_closed.Add() is { } closed)
                {
                    Log.Closed(logger, closed, options.Value.MaxConnections);
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 700, EventName = "ConnectionClosed", Level = LogLevel.Warning, Message = "{Count} connections were closed unread since this was last told: {Bound} are open, as many as GrpcRefresh:Gateway:MaxConnections allows")]
        public static partial void Closed(ILogger logger, int count, int bound);
    }
}
