using System.Net.WebSockets;
using System.Text.Json;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Gateway.Browser;

/// <summary>A connection in Chromium's DevTools protocol: a command, then its answer. What it tells in between is nobody's.</summary>
internal sealed class DevTools : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private int _last;

    public static async Task<DevTools> ConnectAsync(Uri endpoint)
    {
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        var tools = new DevTools();
        await tools._socket.ConnectAsync(endpoint, patience.Token);
        return tools;
    }

    /// <exception cref="InvalidOperationException">It refused the command.</exception>
    public async Task<JsonElement> AskAsync(string method, object? parameters = null)
    {
        // Longer than the page's own patience, whose end tells more.
        using var patience = new CancellationTokenSource(CallExtensions.Patience * 1.5);
        var id = ++_last;
        var command = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { ["id"] = id, ["method"] = method, ["params"] = parameters ?? new { } });
        await _socket.SendAsync(command, WebSocketMessageType.Text, endOfMessage: true, patience.Token);
        while (true)
        {
            var message = await ReceiveAsync(patience.Token);
            if (message.TryGetProperty("id", out var answered) && answered.GetInt32() == id)
            {
                return message.TryGetProperty("result", out var result) ? result : throw new InvalidOperationException($"{method}: {message}");
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<JsonElement> ReceiveAsync(CancellationToken ct)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, ct);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonSerializer.Deserialize<JsonElement>(message.GetBuffer().AsSpan(0, (int)message.Length));
    }
}
