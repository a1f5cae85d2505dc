using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using GrpcRefresh.Client;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Output;

/// <summary>Jobs as text.</summary>
internal static class JobText
{
    /// <summary>One job in a list.</summary>
    public static string Line(Job job) =>
        $"{Id(job)}  {Time(job.CreateTime)}  {Names<JobState>.Of(job.State),-15}  {Name(job)}{Counts(job)}{Why(job)}";

    /// <summary>A rotation that was asked for.</summary>
    public static string Line(RotateConnectionCredentialsResponse answer) =>
        $"{Id(answer.Job)}  {Names<JobState>.Of(answer.Job.State),-15}  {Name(answer.Job)}{Counts(answer.Job)}{Why(answer.Job)}";

    /// <summary>What became of a request.</summary>
    public static string Line(RefreshResourceResponse answer) =>
        $"{Id(answer.Job)}  {Names<Disposition>.Of(answer.Disposition),-8}  {Names<JobState>.Of(answer.Job.State),-15}  {Name(answer.Job)}{Why(answer.Job)}";

    /// <summary>A change of a job that is watched.</summary>
    public static string Change(Job job)
    {
        var progress = job is { HasProgressPercent: true, State: JobState.Running, Rotation: null } ? $"  {job.ProgressPercent} %" : "";
        return $"{Time(job.UpdateTime)}  {Id(job)}  {Names<JobState>.Of(job.State),-15}  {Name(job)}{progress}{Counts(job)}{Phase(job)}{Why(job)}";
    }

    public static string Name(Job job) =>
        job.Resource is { } resource ? ResourceText.Path(resource)
        : job.Rotation is { } rotation ? RotationText.Name(rotation)
        : "";

    public static string Time(Timestamp? time) =>
        time is null ? "-" : time.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    // A mere check has made no job.
    private static string Id(Job job) => job.JobId.Length > 0 ? job.JobId : "-";

    private static string Counts(Job job) => job.Rotation is { } rotation ? $"  {RotationText.Counts(rotation)}" : "";

    private static string Phase(Job job) => job.Rotation?.Phase is { Length: > 0 } phase && !job.HasEnded() ? $"  ({phase})" : "";

    private static string Why(Job job) => job.Error is { } error ? $"  {error.Message}" : "";
}
