using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace GrpcRefresh.Server.Gateway.Calls;

/// <summary>An HTTP request as the services see their calls.</summary>
internal sealed class GatewayCall : ServerCallContext
{
    private Metadata? _headers;
    private Metadata? _trailers;
    private string _method = "gateway";

    public GatewayCall(HttpContext http)
    {
        Http = http;
        // Where the runtime's GetHttpContext looks.
        UserState["__HttpContext"] = http;
    }

    public HttpContext Http { get; }

    /// <summary>Set where HTTP can say more exactly than the status code what is wrong: 405, 413, 415.</summary>
    public int? HttpStatus { get; set; }

    protected override string MethodCore => _method;

    protected override string HostCore => Http.Request.Host.Value ?? "";

    protected override string PeerCore => $"{Http.Connection.RemoteIpAddress}:{Http.Connection.RemotePort}";

    // HTTP has none; a caller who waits no longer leaves.
    protected override DateTime DeadlineCore => DateTime.MaxValue;

    protected override Metadata RequestHeadersCore => _headers ??= ReadHeaders();

    protected override CancellationToken CancellationTokenCore => Http.RequestAborted;

    protected override Metadata ResponseTrailersCore => _trailers ??= [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore { get; } = new(null, []);

    /// <summary>Tells which method it is, once that is known.</summary>
    public void GoesTo(GatewayMethod method) => _method = method.FullName;

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("A call through the gateway is not passed on.");

    // The answer's headers are HTTP's, and the gateway's own.
    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;

    private Metadata ReadHeaders()
    {
        var headers = new Metadata();
        foreach (var (name, values) in Http.Request.Headers.Where(header => !header.Key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase)))
        {
            headers.Add(name, values.ToString());
        }

        return headers;
    }
}
