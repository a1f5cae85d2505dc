using Grpc.Core;

namespace GrpcRefresh.Client.Calls;

/// <summary>Decides which failures are worth another attempt.</summary>
internal static class Failures
{
    /// <summary>For a call that is safe to repeat: nobody was reached, the service comes back, or it said when to try again.</summary>
    public static bool IsPassing(GrpcRefreshException failure) => failure.StatusCode switch
    {
        StatusCode.Unavailable => true,
        StatusCode.ResourceExhausted => failure.RetryDelay is not null,
        // The connection broke under the call: gRPC has no code of its own for that, and the service always gives a reason.
        StatusCode.Internal or StatusCode.Unknown or StatusCode.Cancelled => failure.ReasonName.Length == 0,
        _ => false,
    };

    /// <summary>The caller's own cancellation is no failure of the call.</summary>
    public static bool IsOurs(RpcException failure, CancellationToken cancellationToken) =>
        failure.StatusCode == StatusCode.Cancelled && cancellationToken.IsCancellationRequested;
}
