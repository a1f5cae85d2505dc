using Grpc.Core;

namespace GrpcRefresh.Tests.Client;

/// <summary>Messages, then an end: with OK, with an error, or never.</summary>
internal sealed class ScriptedStream<T>(Exception? end, bool silent, params T[] messages) : IAsyncStreamReader<T>
{
    private int _next;

    public ScriptedStream(params T[] messages)
        : this(null, false, messages)
    {
    }

    public bool IsClosed { get; private set; }

    public T Current => messages[_next - 1];

    public void Close() => IsClosed = true;

    public Task<bool> MoveNext(CancellationToken cancellationToken) =>
        _next < messages.Length ? Task.FromResult(++_next > 0)
        : silent ? new TaskCompletionSource<bool>().Task.WaitAsync(cancellationToken)
        : end is null ? Task.FromResult(false)
        : Task.FromException<bool>(end);
}
