using System.Threading.Channels;
using Grpc.Core;

namespace GrpcRefresh.Tests.Rpc;

/// <summary>A stream to a caller, whose messages a test takes one by one.</summary>
internal sealed class FakeStream<T> : IServerStreamWriter<T>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Channel<T> _messages = Channel.CreateUnbounded<T>();

    public WriteOptions? WriteOptions { get; set; }

    public bool HasMore => _messages.Reader.Count > 0;

    /// <summary>What writing fails with, as with a caller who left.</summary>
    public Exception? Broken { get; set; }

    public Task WriteAsync(T message) =>
        Broken is { } broken ? Task.FromException(broken) : _messages.Writer.WriteAsync(message).AsTask();

    public Task<T> TakeAsync() => _messages.Reader.ReadAsync().AsTask().WaitAsync(Patience);
}
