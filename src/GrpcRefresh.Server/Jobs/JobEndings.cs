using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs;

/// <summary>The ways a job ends.</summary>
internal static class JobEndings
{
    public static JobRecord Succeeded(JobRecord job, DateTimeOffset end) => End(job, JobState.Succeeded, end, null);

    public static JobRecord Failed(JobRecord job, DateTimeOffset end, Failure failure) => End(job, JobState.Failed, end, failure);

    public static JobRecord Cancelled(JobRecord job, DateTimeOffset end, string message) =>
        End(job, JobState.Cancelled, end, new Failure(ErrorReason.Cancelled, message));

    public static JobRecord Unknown(JobRecord job, DateTimeOffset end, string message) =>
        End(job, JobState.UnknownOutcome, end, new Failure(ErrorReason.OutcomeUnknown, message));

    private static JobRecord End(JobRecord job, JobState state, DateTimeOffset end, Failure? failure) =>
        job with { State = state, EndTime = end < job.CreateTime ? job.CreateTime : end, Error = failure };
}
