using GrpcRefresh.V1;

namespace GrpcRefresh.Server;

/// <summary>Why a call is refused or a job failed: a reason for programs and a sentence for people.</summary>
/// <remarks>The sentence is shown to callers, so it never holds a secret or a stack.</remarks>
internal sealed record Failure(ErrorReason Reason, string Message)
{
    /// <summary>Every variable part of the message, under the keys documented at the reason.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>The least time to wait before trying again; null when waiting does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The fields that were bad, for <see cref="ErrorReason.InvalidRequest"/>.</summary>
    public IReadOnlyList<FieldViolation> Fields { get; init; } = [];

    /// <summary>The content that the failure is about.</summary>
    public IReadOnlyList<FailureSubject> Subjects { get; init; } = [];
}

/// <summary>A bad field by its path in the request, and how to mend it.</summary>
internal sealed record FieldViolation(string Field, string Description);

/// <summary>A thing that a failure is about, as google.rpc.ResourceInfo shows it.</summary>
internal sealed record FailureSubject(string Type, string Name, string Owner, string Description);
