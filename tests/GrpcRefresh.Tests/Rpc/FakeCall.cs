using Grpc.Core;
using GrpcRefresh.Server.Callers;
using GrpcRefresh.Server.Security;
using Microsoft.AspNetCore.Http;

namespace GrpcRefresh.Tests.Rpc;

/// <summary>A call without a connection.</summary>
internal sealed class FakeCall : ServerCallContext, IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    public FakeCall(Caller? caller = null)
    {
        var http = new DefaultHttpContext();
        http.Features.Set(new CallerFeature(caller ?? Server.Security.Caller.Anonymous("127.0.0.1")));
        // Where the runtime's GetHttpContext looks first.
        UserState["__HttpContext"] = http;
    }

    public DateTime Until { get; init; } = DateTime.MaxValue;

    protected override string MethodCore => "/grpcrefresh.v1.JobService/GetJob";

    protected override string HostCore => "localhost";

    protected override string PeerCore => "ipv4:127.0.0.1:50000";

    protected override DateTime DeadlineCore => Until;

    protected override Metadata RequestHeadersCore { get; } = [];

    protected override CancellationToken CancellationTokenCore => _gone.Token;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore { get; } = new(null, []);

    public void Leave() => _gone.Cancel();

    public void Dispose() => _gone.Dispose();

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException();

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
}
