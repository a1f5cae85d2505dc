using Grpc.Core;

namespace GrpcRefresh.Tests.Compat;

/// <summary>A stream of the messages given.</summary>
internal sealed class ListReader<T>(params T[] messages) : IAsyncStreamReader<T>
{
    private int _next;

    public T Current => messages[_next - 1];

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_next++ < messages.Length);
    }
}
