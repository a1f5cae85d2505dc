using GrpcRefresh.V1;

namespace GrpcRefresh.Server;

/// <summary>An expected refusal on its way to the caller. Surprises are other exceptions.</summary>
internal sealed class RefusedException(Failure failure, Exception? cause = null) : Exception(failure.Message, cause)
{
    public Failure Failure { get; } = failure;

    /// <summary>A refusal because of one bad field.</summary>
    public static RefusedException InvalidField(string field, string description) =>
        new(new Failure(ErrorReason.InvalidRequest, $"{field}: {description}") { Fields = [new FieldViolation(field, description)] });
}
