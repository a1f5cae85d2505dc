using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace GrpcRefresh.Server.Jobs;

/// <summary>The opaque text behind a place in a stream.</summary>
internal static class ResumeToken
{
    private const string OneJob = "j1";
    private const string ManyJobs = "m1";

    public static string After(JobRecord job) => Encode($"{OneJob}:{job.JobId}:{job.Revision}");

    public static string At(DateTimeOffset time) => Encode($"{ManyJobs}:{time.ToUnixTimeMilliseconds()}");

    /// <summary>The revision that a token of <paramref name="jobId"/> stands for.</summary>
    public static long Revision(string token, string jobId) =>
        Decode(token) is [OneJob, var job, var revision]
        && job == jobId
        && long.TryParse(revision, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Bad($"is not a token of job {jobId}; give back the resume_token of the last event of that job, or none");

    /// <summary>The time that a token of WatchJobs stands for, in milliseconds.</summary>
    public static long Time(string token) =>
        Decode(token) is [ManyJobs, var time] && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
            ? ms
            : throw Bad("is not a token of WatchJobs; give back the resume_token of its last event, or none");

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(text));

    private static string[] Decode(string token) =>
        Base64Url.IsValid(token) ? Encoding.ASCII.GetString(Base64Url.DecodeFromChars(token)).Split(':') : [];

    private static RefusedException Bad(string problem) => RefusedException.InvalidField("resume_token", problem + ".");
}
