using Grpc.Core;
using GrpcRefresh.V1;

namespace GrpcRefresh.Client;

/// <summary>
/// The service refused a call, or could not be asked. A refresh that ran and failed is not this: that is how a job ended, and
/// <see cref="JobFailedException"/> where one is thrown for it.
/// </summary>
public sealed class GrpcRefreshException : Exception
{
    private GrpcRefreshException(RpcException cause, ErrorDetails details)
        : base(details.ReasonName.Length > 0 ? $"{details.ReasonName}: {cause.Status.Detail}" : $"{cause.StatusCode}: {cause.Status.Detail}", cause)
    {
        StatusCode = cause.StatusCode;
        Detail = cause.Status.Detail;
        ReasonName = details.ReasonName;
        Reason = details.Reason;
        Metadata = details.Metadata;
        FieldViolations = details.FieldViolations;
        Candidates = details.Candidates;
        RetryDelay = details.RetryDelay;
    }

    /// <summary>
    /// Why. <see cref="ErrorReason.Unspecified"/> when the error is not the service's own, for example because it could not be reached,
    /// and when this client does not know the reason yet: then <see cref="ReasonName"/> has it.
    /// </summary>
    public ErrorReason Reason { get; }

    /// <summary>The reason as the service wrote it, for example <c>RESOURCE_NOT_FOUND</c>. Empty when it gave none.</summary>
    public string ReasonName { get; }

    /// <summary>gRPC's code.</summary>
    public StatusCode StatusCode { get; }

    /// <summary>The service's sentence, without the reason.</summary>
    public string Detail { get; }

    /// <summary>The variable parts of the sentence, under the keys that the contract documents at the reason. Empty when there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Which fields are bad, with <see cref="ErrorReason.InvalidRequest"/>.</summary>
    public IReadOnlyList<FieldViolation> FieldViolations { get; }

    /// <summary>
    /// What the reference may have meant, with <see cref="ErrorReason.ResourceAmbiguous"/> (at most 10) and
    /// <see cref="ErrorReason.ResourceNotFound"/>.
    /// </summary>
    public IReadOnlyList<Candidate> Candidates { get; }

    /// <summary>The least time to wait before the call is worth repeating. Null when the service did not say.</summary>
    public TimeSpan? RetryDelay { get; }

    /// <summary>Reads an error of the generated stubs in the way this client does.</summary>
    /// <param name="error">What a stub threw.</param>
    /// <returns>The same error with its details read. Details that cannot be read are left out.</returns>
    public static GrpcRefreshException From(RpcException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new GrpcRefreshException(error, ErrorDetails.Of(error));
    }
}
