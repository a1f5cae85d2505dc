using System.Buffers.Text;
using System.Globalization;
using System.Text;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Jobs;

/// <summary>Reads jobs as they stand.</summary>
internal sealed class JobReader(JobStore store)
{
    /// <exception cref="RefusedException">JOB_NOT_FOUND: there is none, or none for this caller.</exception>
    public async Task<JobRecord> GetAsync(string jobId, Caller caller, CancellationToken ct) =>
        await store.FindAsync(jobId, ct) is { } job && caller.Sees(job) ? job : throw JobWithdrawal.NotFound(jobId);

    public async Task<JobPage> ListAsync(JobQuery query, int pageSize, string pageToken, CancellationToken ct)
    {
        var jobs = await store.ListAsync(query, pageSize + 1, pageToken.Length == 0 ? null : Decode(pageToken), null, ct);
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
