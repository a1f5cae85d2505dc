using Grpc.Core;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Rpc;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rpc;

public sealed class CallerStreamsTests : IDisposable
{
    private readonly FakeCall _call = new();
    private readonly FakeStream<string> _stream = new();

    [Fact]
    public async Task Writing_to_a_caller_who_left_is_a_cancellation()
    {
        _stream.Broken = new InvalidOperationException("Can't write the message because the request is complete.");
        _call.Leave();

        await Assert.ThrowsAsync<OperationCanceledException>(() => _stream.SendAsync("hello", _call));
    }

    [Fact]
    public async Task Writing_that_fails_for_a_caller_who_is_there_is_a_fault()
    {
        _stream.Broken = new InvalidOperationException("two writes at once");

        await Assert.ThrowsAsync<InvalidOperationException>(() => _stream.SendAsync("hello", _call));
    }

    [Fact]
    public async Task Reading_from_a_caller_who_left_is_a_cancellation()
    {
        _call.Leave();

        await Assert.ThrowsAsync<OperationCanceledException>(() => new BrokenReader().NextAsync(_call, CancellationToken.None));
    }

    [Fact]
    public async Task What_a_caller_who_is_there_sends_broken_is_the_callers_mistake()
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => new BrokenReader().NextAsync(_call, CancellationToken.None));

        Assert.Equal((ErrorReason.InvalidRequest, "request"), (refused.Failure.Reason, Assert.Single(refused.Failure.Fields).Field));
    }

    public void Dispose() => _call.Dispose();

    private sealed class BrokenReader : IAsyncStreamReader<string>
    {
        public string Current => "";

        public Task<bool> MoveNext(CancellationToken cancellationToken) => Task.FromException<bool>(new IOException("The client reset the request stream."));
    }
}
