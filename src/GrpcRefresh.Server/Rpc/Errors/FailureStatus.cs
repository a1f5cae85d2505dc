using Google.Protobuf.WellKnownTypes;
using GrpcRefresh.V1;
using GrpcRefresh.V1.Rpc;
using Status = GrpcRefresh.V1.Rpc.Status;

namespace GrpcRefresh.Server.Rpc.Errors;

/// <summary>A failure as google.rpc.Status: in the trailer of a refused call, and in <c>Job.error</c>.</summary>
internal static class FailureStatus
{
    public const string Domain = "grpcrefresh";

    private const string NamePrefix = "ERROR_REASON_";

    public static Status Of(Failure failure)
    {
        var status = new Status { Code = (int)ReasonCodes.CodeOf(failure.Reason), Message = failure.Message };
        status.Details.Add(Any.Pack(InfoOf(failure)));

        if (failure.RetryAfter is { } wait)
        {
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = wait.ToDuration() }));
        }

        if (failure.Fields.Count > 0)
        {
            status.Details.Add(Any.Pack(BadRequestOf(failure.Fields)));
        }

        status.Details.Add(failure.Subjects.Select(subject => Any.Pack(InfoOf(subject))));
        return status;
    }

    /// <summary>The reason as programs read it: its proto name without the prefix of the enum.</summary>
    public static string NameOf(ErrorReason reason) =>
        ErrorReasonReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)reason).Name[NamePrefix.Length..];

    private static ErrorInfo InfoOf(Failure failure) =>
        new() { Domain = Domain, Reason = NameOf(failure.Reason), Metadata = { failure.Metadata.ToDictionary() } };

    private static ResourceInfo InfoOf(FailureSubject subject) => new()
    {
        ResourceType = subject.Type,
        ResourceName = subject.Name,
        Owner = subject.Owner,
        Description = subject.Description,
    };

    private static BadRequest BadRequestOf(IEnumerable<FieldViolation> fields) => new()
    {
        FieldViolations =
        {
            fields.Select(field => new BadRequest.Types.FieldViolation { Field = field.Field, Description = field.Description }),
        },
    };
}
