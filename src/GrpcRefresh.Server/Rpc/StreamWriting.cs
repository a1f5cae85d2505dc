using Grpc.Core;

namespace GrpcRefresh.Server.Rpc;

internal static class StreamWriting
{
    /// <summary>Writes to a caller who may have left: that ends a stream as a cancellation, not as a fault.</summary>
    public static async Task SendAsync<T>(this IServerStreamWriter<T> stream, T message, ServerCallContext call)
    {
        try
        {
            // Without the token: the runtime would abort the whole request with it, and the status with that.
            await stream.WriteAsync(message);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException && call.CancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The caller left.", exception, call.CancellationToken);
        }
    }
}
