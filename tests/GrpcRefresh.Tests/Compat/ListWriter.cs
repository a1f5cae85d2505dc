using Grpc.Core;

namespace GrpcRefresh.Tests.Compat;

/// <summary>A stream that keeps its messages, and knows no cancellation of its own.</summary>
internal sealed class ListWriter<T> : IClientStreamWriter<T>
{
    public List<T> Messages { get; } = [];

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message)
    {
        Messages.Add(message);
        return Task.CompletedTask;
    }

    public Task CompleteAsync() => Task.CompletedTask;
}
