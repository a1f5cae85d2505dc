using Grpc.Core;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc.Errors;

/// <summary>The status code of each reason, as error_reason.proto documents it.</summary>
internal static class ReasonCodes
{
    public static StatusCode CodeOf(ErrorReason reason) => reason switch
    {
        ErrorReason.InvalidRequest => StatusCode.InvalidArgument,
        ErrorReason.RequestIdReused => StatusCode.InvalidArgument,
        ErrorReason.SiteNotConfigured => StatusCode.NotFound,
        ErrorReason.ResourceNotFound => StatusCode.NotFound,
        ErrorReason.ResourceAmbiguous => StatusCode.FailedPrecondition,
        ErrorReason.NothingToRefresh => StatusCode.FailedPrecondition,
        ErrorReason.IncrementalNotAvailable => StatusCode.FailedPrecondition,
        ErrorReason.AlreadyRunning => StatusCode.Aborted,
        ErrorReason.JobNotFound => StatusCode.NotFound,
        ErrorReason.JobEnded => StatusCode.FailedPrecondition,
        ErrorReason.ResumeTokenExpired => StatusCode.OutOfRange,
        ErrorReason.ServiceBusy => StatusCode.ResourceExhausted,
        ErrorReason.ServiceDraining => StatusCode.Unavailable,
        ErrorReason.TableauUnreachable => StatusCode.Unavailable,
        ErrorReason.TableauThrottled => StatusCode.ResourceExhausted,
        ErrorReason.TableauAuthFailed => StatusCode.FailedPrecondition,
        ErrorReason.TableauForbidden => StatusCode.FailedPrecondition,
        ErrorReason.TableauRefused => StatusCode.FailedPrecondition,
        ErrorReason.RefreshFailed => StatusCode.FailedPrecondition,
        ErrorReason.Cancelled => StatusCode.Cancelled,
        ErrorReason.OutcomeUnknown => StatusCode.Unknown,
        ErrorReason.Internal => StatusCode.Internal,
        ErrorReason.RotationOverlap => StatusCode.Aborted,
        ErrorReason.NothingToRotate => StatusCode.FailedPrecondition,
        ErrorReason.NoCanary => StatusCode.FailedPrecondition,
        ErrorReason.SecretNotConfigured => StatusCode.NotFound,
        ErrorReason.SecretUnavailable => StatusCode.FailedPrecondition,
        ErrorReason.RotationFailed => StatusCode.FailedPrecondition,
        ErrorReason.UpdateNotStored => StatusCode.FailedPrecondition,
        ErrorReason.VerificationFailed => StatusCode.FailedPrecondition,
        ErrorReason.Unauthenticated => StatusCode.Unauthenticated,
        ErrorReason.PermissionDenied => StatusCode.PermissionDenied,
        ErrorReason.RateLimited => StatusCode.ResourceExhausted,
        ErrorReason.RouteNotFound => StatusCode.NotFound,
        ErrorReason.RequestTooLarge => StatusCode.ResourceExhausted,
        ErrorReason.SnowflakeNotConfigured => StatusCode.FailedPrecondition,
        ErrorReason.SnowflakeUnreachable => StatusCode.Unavailable,
        ErrorReason.SnowflakeRefused => StatusCode.FailedPrecondition,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No status code is documented for it."),
    };
}
