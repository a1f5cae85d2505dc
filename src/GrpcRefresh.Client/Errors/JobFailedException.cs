using GrpcRefresh.V1;

namespace GrpcRefresh.Client;

/// <summary>A job ended in another way than with success: FAILED, CANCELLED, TIMED_OUT or UNKNOWN_OUTCOME.</summary>
public sealed class JobFailedException : Exception
{
    /// <summary>Makes the exception for a job that has ended.</summary>
    /// <param name="job">The job.</param>
    public JobFailedException(Job job)
        : base(Describe(job))
    {
        Job = job;
        var details = job.Error is { } error ? ErrorDetails.Of(error.Details) : null;
        ReasonName = details?.ReasonName ?? "";
        Reason = details?.Reason ?? ErrorReason.Unspecified;
    }

    /// <summary>
    /// The job as it ended. <c>Job.State</c> says how, and <c>Job.TableauNotes</c> has Tableau's own words. For a rotation <c>Job.Rotation</c>
    /// has the numbers, and <see cref="GrpcRefreshClient.ListRotationStepsAsync"/> tells which connections were changed.
    /// </summary>
    public Job Job { get; }

    /// <summary>Why, for example <see cref="ErrorReason.RefreshFailed"/> or <see cref="ErrorReason.RotationFailed"/>; <see cref="ErrorReason.Unspecified"/> when this client does not know the reason.</summary>
    public ErrorReason Reason { get; }

    /// <summary>The reason as the service wrote it. Empty when it gave none.</summary>
    public string ReasonName { get; }

    private static string Describe(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        var kind = job.Kind == JobKind.Rotation ? "Rotation" : "Job";
        var name = job.Resource is { } resource ? $" of {string.Join(" / ", resource.ProjectPath.Append(resource.Name))}" : "";
        return $"{kind} {job.JobId}{name} ended as {job.State}. {job.Error?.Message}".TrimEnd();
    }
}
