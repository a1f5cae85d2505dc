using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace GrpcRefresh.FunctionalTests.Infrastructure;

/// <summary>A connection that sends what no client would send.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _next;
    private int _end;

    private NetworkStream Stream => _client.GetStream();

    public static async Task<RawConnection> OpenAsync(Uri url, CancellationToken ct)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(url.Host, url.Port, ct);
        return connection;
    }

    public Task SendAsync(string text, CancellationToken ct) => SendAsync(Encoding.Latin1.GetBytes(text), ct);

    public Task SendAsync(byte[] bytes, CancellationToken ct) => Stream.WriteAsync(bytes, ct).AsTask();

    /// <summary>Reads one answer to a request other than HEAD.</summary>
    /// <param name="patience">How long to listen to a stream, counted from its beginning.</param>
    /// <returns>Null when the connection ended without one.</returns>
    public async Task<RawAnswer?> ReadAsync(TimeSpan patience, CancellationToken ct)
    {
        if (await LineAsync(ct) is not { } line)
        {
            return null;
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync(ct) is { Length: > 0 } header)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            headers[header[..colon]] = header[(colon + 1)..].Trim();
        }

        var status = int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
        var body = new StringBuilder();
        var isWhole = headers.ContainsKey("Transfer-Encoding")
            ? await ChunksAsync(body, patience, ct)
            : await TextAsync(body, int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture), ct);
        return new RawAnswer(status, headers, body.ToString(), isWhole);
    }

    /// <summary>Everything until the other side ends the connection, however it does that.</summary>
    public async Task<byte[]> ReadToEndAsync(CancellationToken ct)
    {
        var all = new List<byte>();
        try
        {
            while (await ByteAsync(ct) is { } one)
            {
                all.Add(one);
            }
        }
        catch (IOException)
        {
            // Reset.
        }

        return [.. all];
    }

    public void Dispose() => _client.Dispose();

    private async Task<bool> ChunksAsync(StringBuilder body, TimeSpan patience, CancellationToken ct)
    {
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(ct);
        listening.CancelAfter(patience);
        try
        {
            while (await LineAsync(listening.Token) is { } size)
            {
                var length = int.Parse(size, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                await TextAsync(body, length, listening.Token);
                await LineAsync(listening.Token);
                if (length == 0)
                {
                    return true;
                }
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Heard enough.
        }

        return false;
    }

    private async Task<bool> TextAsync(StringBuilder to, int length, CancellationToken ct)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            if (await ByteAsync(ct) is not { } one)
            {
                return false;
            }

            bytes[i] = one;
        }

        to.Append(Encoding.UTF8.GetString(bytes));
        return true;
    }

    private async Task<string?> LineAsync(CancellationToken ct)
    {
        var line = new StringBuilder();
        while (await ByteAsync(ct) is { } one)
        {
            if (one == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one);
        }

        return null;
    }

    private async ValueTask<byte?> ByteAsync(CancellationToken ct)
    {
        if (_next == _end)
        {
            (_next, _end) = (0, await Stream.ReadAsync(_buffer, ct));
        }

        return _next < _end ? _buffer[_next++] : null;
    }
}
