using GrpcRefresh.V1;

namespace GrpcRefresh.Client.Rotations;

/// <summary>The contract's message for a request. It prints its secrets, so it goes nowhere but into the call.</summary>
internal static class RotationMessages
{
    /// <summary>A real run, always under a request id.</summary>
    public static RotateConnectionCredentialsRequest ToRun(RotationRequest request)
    {
        var message = Of(request);
        message.RequestId = request.RequestId.Length > 0 ? request.RequestId : Guid.NewGuid().ToString();
        return message;
    }

    /// <summary>A mere plan. It takes no request id, which would be that of another body than the real run's.</summary>
    public static RotateConnectionCredentialsRequest ToPlan(RotationRequest request)
    {
        var message = Of(request);
        message.ValidateOnly = true;
        return message;
    }

    private static RotateConnectionCredentialsRequest Of(RotationRequest request) => new()
    {
        Selector = request.Selector.Clone(),
        Credential = request.Credential?.ToMessage(),
        CredentialsByUser = { request.CredentialsByUser.ToDictionary(one => one.Key, one => one.Value.ToMessage()) },
        OldSecret = request.OldSecret,
        CanaryCount = request.CanaryCount,
        Verification = request.Verification,
        MaxFailures = request.MaxFailures,
        MaxParallel = request.MaxParallel,
        OnFailure = request.OnFailure,
        Labels = { request.Labels.ToDictionary() },
        OnBehalfOf = request.OnBehalfOf?.Clone(),
    };
}
