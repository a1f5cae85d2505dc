using System.Text;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Abuse;

/// <summary>HTTP/2 that is none, and HTTP/2 that never goes on.</summary>
public sealed class FrameTests(AbuseWorld world) : IClassFixture<AbuseWorld>
{
    private const byte Data = 0, Headers = 1, Settings = 4, Ping = 6, WindowUpdate = 8, Continuation = 9, EndHeaders = 4;

    private static readonly byte[] Preface = [.. Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), .. Frame(Settings, 0, 0)];

    public static TheoryData<string, byte[]> Broken => new()
    {
        { "no preface", Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n") },
        { "a frame that is too large", [.. Preface, 0xff, 0xff, 0xff, Data, 0, 0, 0, 0, 1] },
        { "data of no stream", [.. Preface, .. Frame(Data, 0, 0, 1, 2)] },
        { "data of a stream that was never opened", [.. Preface, .. Frame(Data, 0, 5, 1, 2)] },
        { "headers of an even stream", [.. Preface, .. Frame(Headers, EndHeaders, 2)] },
        { "headers that cannot be unpacked", [.. Preface, .. Frame(Headers, EndHeaders, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)] },
        { "a continuation of nothing", [.. Preface, .. Frame(Continuation, EndHeaders, 1, 0)] },
        { "a ping of the wrong size", [.. Preface, .. Frame(Ping, 0, 0, 1)] },
        { "a window of nothing", [.. Preface, .. Frame(WindowUpdate, 0, 0, 0, 0, 0, 0)] },
        { "a window without end", [.. Preface, .. Frame(WindowUpdate, 0, 0, 0x7f, 0xff, 0xff, 0xff), .. Frame(WindowUpdate, 0, 0, 0x7f, 0xff, 0xff, 0xff)] },
        { "continuations without end", [.. Preface, .. Frame(Headers, 0, 1), .. Enumerable.Range(0, 5_000).SelectMany(_ => Frame(Continuation, 0, 1, LargeHeader))] },
        { "headers that never end", [.. Preface, .. Frame(Headers, 0, 1, 0x82)] },
    };

    private static byte[] LargeHeader { get; } = [0x00, 0x01, (byte)'a', 0x64, .. Enumerable.Repeat((byte)'b', 100)];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_connection_that_breaks_the_protocol_is_ended_and_no_other(string kind, byte[] bytes)
    {
        Assert.NotEmpty(kind);
        try
        {
            await AbuseWorld.SendAsync(world.Service.Url, bytes);
        }
        catch (IOException)
        {
            // Ended while it was still being written to.
        }

        await world.AssertServesAsync();
    }

    [Fact]
    public async Task Headers_that_trickle_in_are_cut_off_at_the_gateway()
    {
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        var slow = new List<RawConnection>();
        foreach (var _ in Enumerable.Range(0, 50))
        {
            slow.Add(await RawConnection.OpenAsync(world.Gateway.Url, patience.Token));
            await slow[^1].SendAsync("GET /v1/jobs HTTP/1.1\r\nHost: localhost\r\nX-Slow: a", patience.Token);
        }

        await world.AssertServesAsync();

        foreach (var connection in slow)
        {
            var answer = Encoding.ASCII.GetString(await connection.ReadToEndAsync(patience.Token));
            Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
            connection.Dispose();
        }
    }

    private static byte[] Frame(byte type, byte flags, int stream, params byte[] payload) =>
        [(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, (byte)(stream >> 24), (byte)(stream >> 16), (byte)(stream >> 8), (byte)stream, .. payload];
}
