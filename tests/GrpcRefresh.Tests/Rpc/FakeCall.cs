using Grpc.Core;

namespace GrpcRefresh.Tests.Rpc;

/// <summary>A call without a connection.</summary>
internal sealed class FakeCall : ServerCallContext, IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    public string From { get; init; } = "ipv4:127.0.0.1:50000";

    public DateTime Until { get; init; } = DateTime.MaxValue;

    protected override string MethodCore => "/grpcrefresh.v1.JobService/GetJob";

    protected override string HostCore => "localhost";

    protected override string PeerCore => From;

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
