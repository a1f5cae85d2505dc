namespace GrpcRefresh.FunctionalTests.Fuzz;

/// <summary>Headers that a request may come with. None that says where it ends: that is for the tests of smuggling.</summary>
internal static class OddHeaders
{
    private static readonly string[] Names =
    [
        "Accept", "Accept-Encoding", "Accept-Language", "Content-Type", "Content-Encoding", "X-Request-Id", "Last-Event-ID", "Origin", "Cookie", "Expect", "Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host",
        "X-HTTP-Method-Override", "X-Original-URL", "If-Match", "Range", "Upgrade-Insecure-Requests", "Authorization", "traceparent", "tracestate", "baggage", "grpc-timeout", "grpc-encoding", "grpc-accept-encoding",
        "grpc-status", "grpc-message", "x-odd-bin", "grpc-trace-bin", "te", "user-agent", "x!#$%&'*+.^_`|~",
    ];

    private static readonly string[] Values =
    [
        "", "*/*", "text/event-stream", "text/event-stream;q=0", "text/event-stream, */*;q=0.1", "application/json", "application/json; charset=utf-16", "application/grpc", "gzip", "deflate", "identity", "br;q=1.0", "100-continue", "null",
        "bytes=0-1", "127.0.0.1", "https", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "1S", "1u", "99999999H", "-1S", "1", "AAAA", "AA=", "!!!", "trailers", "0", "13", "a;b=\"", ",,,", ";", "Bearer", "Bearer ", "Basic YTpi",
        "Bearer grk_0000000000000000_0000000000000000000000000000000000000000000000000000000000000000", "Bearer a.b.c", "Bearer eyJhbGciOiJub25lIn0.e30.",
    ];

    public static (string Name, string Value) Of(Random random) => (random.Of(Names), random.Next(6) switch
    {
        0 => new string('x', random.Next(2_000)),
        // A header is Latin-1, and ends where its line does.
        1 => new string([.. random.Text().Select(letter => letter is '\r' or '\n' or '\0' or > '\xff' ? '?' : letter)]),
        _ => random.Of(Values),
    });
}
