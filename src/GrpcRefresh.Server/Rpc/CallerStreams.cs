using Google.Protobuf;
using Grpc.Core;
using GrpcRefresh.Server.Rpc.Errors;

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
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw UnreadableRequests.Refused();
        }
    }

    private static bool HasLeft(ServerCallContext call, Exception exception) =>
        exception is InvalidOperationException or IOException && call.CancellationToken.IsCancellationRequested;

    /// <summary>The ways in which the runtime says that the bytes are no message.</summary>
    private static bool IsUnreadable(Exception exception) =>
        exception is InvalidProtocolBufferException or InvalidDataException or IOException or RpcException { StatusCode: StatusCode.Internal, Trailers.Count: 0 };

    private static OperationCanceledException Left(ServerCallContext call, Exception exception) =>
        new("The caller left.", exception, call.CancellationToken);
}
