using Dapper;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Jobs;

/// <summary>How many jobs are active, counted once and then kept up: counting them for each request would grow with them.</summary>
/// <remarks>Only the writer uses it, so it needs no lock. What one commit adds is seen by the next, so the bound may be exceeded by one commit's worth.</remarks>
internal sealed class ActiveJobs
{
    private HashSet<string>? _jobIds;

    public int Count(SqliteConnection db) =>
        (_jobIds ??= [.. db.Query<string>("select job_id from jobs where slot is not null")]).Count;

    public void Note(JobRecord job)
    {
        if (job.IsEnded)
        {
            _jobIds?.Remove(job.JobId);
        }
        else
        {
            _jobIds?.Add(job.JobId);
        }
    }
}
