using Grpc.Core;

namespace GrpcRefresh.Server.Rpc;

/// <summary>Talks to a caller who may have left: that ends a stream as a cancellation, not as a fault.</summary>
internal static class CallerStreams
{
    public static async Task SendAsync<T>(this IServerStreamWriter<T> stream, T message, ServerCallContext call)
    {
        try
        {
            // Without the token: the runtime would abort the whole request with it, and the status with that.
            await stream.WriteAsync(message);
        }
        catch (Exception exception) when (HasLeft(call, exception))
        {
            throw Left(call, exception);
        }
    }

    /// <param name="cancellationToken">Ends the reading; the caller's own leaving ends it anyway.</param>
    public static async Task<bool> NextAsync<T>(this IAsyncStreamReader<T> stream, ServerCallContext call, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.MoveNext(cancellationToken);
        }
        catch (Exception exception) when (HasLeft(call, exception))
        {
            throw Left(call, exception);
        }
    }

    private static bool HasLeft(ServerCallContext call, Exception exception) =>
        exception is InvalidOperationException or IOException && call.CancellationToken.IsCancellationRequested;

    private static OperationCanceledException Left(ServerCallContext call, Exception exception) =>
        new("The caller left.", exception, call.CancellationToken);
}
