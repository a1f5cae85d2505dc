using System.Globalization;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server;

/// <summary>An expected refusal on its way to the caller. Surprises are other exceptions.</summary>
internal sealed class RefusedException(Failure failure, Exception? cause = null) : Exception(failure.Message, cause)
{
    public Failure Failure { get; } = failure;

    /// <summary>A refusal because a bound is reached.</summary>
    /// <param name="setting">The key of the bound: whoever may, raises it.</param>
    /// <param name="retryAfter">Null when waiting does not help.</param>
    public static RefusedException AtBound(ErrorReason reason, string message, string setting, int bound, TimeSpan? retryAfter) => new(new Failure(reason, message)
    {
        Metadata = new Dictionary<string, string> { ["limit"] = setting, ["bound"] = bound.ToString(CultureInfo.InvariantCulture) },
        RetryAfter = retryAfter,
    });

    /// <summary>A refusal because of one bad field.</summary>
    public static RefusedException InvalidField(string field, string description) =>
        new(new Failure(ErrorReason.InvalidRequest, $"{field}: {description}") { Fields = [new FieldViolation(field, description)] });
}
