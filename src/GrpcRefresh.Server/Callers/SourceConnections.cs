using System.Collections.Concurrent;
using System.Net;
using GrpcRefresh.Server.Listening;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Callers;

/// <summary>Bounds the connections that one address may have open, before anything is read from them: a stranger must not take all there can be.</summary>
internal sealed partial class SourceConnections(
    IOptions<CallersOptions> options, IOptions<ProxyOptions> proxies, TimeProvider time, ILogger<SourceConnections> logger)
{
    private readonly ConcurrentDictionary<IPAddress, int> _open = new();
    private readonly MinuteCount _closed = new(time);

    public void Guard(ListenOptions listen) => listen.Use(next => connection => PassAsync(connection, next));

    public async Task PassAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (connection.RemoteEndPoint is not IPEndPoint { Address: var address } || IsProxy(address))
        {
            await next(connection);
            return;
        }

        var source = SourceNetwork.Of(address);
        try
        {
            if (_open.AddOrUpdate(source, 1, (_, open) => open + 1) <= options.Value.MaxConnectionsPerAddress)
            {
                await next(connection);
                return;
            }

            connection.Abort();
            if (_closed.Add() is { } closed)
            {
                Log.Closed(logger, closed, source, options.Value.MaxConnectionsPerAddress);
            }
        }
        finally
        {
            Leave(source);
        }
    }

    /// <summary>Who comes through a proxy has its address here; it is known by another one only once a request is read.</summary>
    private bool IsProxy(IPAddress address) =>
        proxies.Value.Networks.Any(text => ProxyNetwork.TryParse(text, out var network) && network.Value.Contains(SourceNetwork.Address(address)));

    private void Leave(IPAddress source)
    {
        // An entry that came to nothing goes, unless somebody counts in it meanwhile.
        if (_open.AddOrUpdate(source, 0, (_, open) => open - 1) <= 0)
        {
            _open.TryRemove(new KeyValuePair<IPAddress, int>(source, 0));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 720, EventName = "SourceConnectionsClosed", Level = LogLevel.Warning, Message = "{Count} connections were closed unread since this was last told, the latest of {Source}, which has {Bound} open: as many as GrpcRefresh:Callers:MaxConnectionsPerAddress allows")]
        public static partial void Closed(ILogger logger, int count, IPAddress source, int bound);
    }
}
