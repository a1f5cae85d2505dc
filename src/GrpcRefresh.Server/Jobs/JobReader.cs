using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace GrpcRefresh.Server.Jobs;

/// <summary>Reads jobs as they stand.</summary>
internal sealed class JobReader(JobStore store)
{
    public JobRecord Get(string jobId) => store.Find(jobId) ?? throw JobWithdrawal.NotFound(jobId);

    public JobPage List(JobQuery query, int pageSize, string pageToken)
    {
        var jobs = store.List(query, pageSize + 1, pageToken.Length == 0 ? null : Decode(pageToken));
        return jobs.Count > pageSize
            ? new JobPage([.. jobs.Take(pageSize)], Encode(jobs[pageSize - 1]))
            : new JobPage(jobs, "");
    }

    private static string Encode(JobRecord last) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{last.CreateTime.ToUnixTimeMilliseconds()}:{last.JobId}"));

    private static (long CreateMs, string JobId) Decode(string token) =>
        Base64Url.IsValid(token)
        && Encoding.ASCII.GetString(Base64Url.DecodeFromChars(token)).Split(':') is [var ms, var jobId]
        && long.TryParse(ms, NumberStyles.None, CultureInfo.InvariantCulture, out var createMs)
            ? (createMs, jobId)
            : throw RefusedException.InvalidField("page_token", "is not a token of this list; give back next_page_token of the page before, or none.");
}
