using Dapper;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Jobs;

/// <summary>The requests that wait for a job. One table for all kinds: a request_id stands for one request, whatever it asked for.</summary>
internal static class JobJoins
{
    public static void Add(SqliteConnection db, string jobId, string? requestId, string fingerprint, string caller, DateTimeOffset now) =>
        db.Execute(
            "insert into joins (job_id, request_id, fingerprint, caller, create_ms) values (@jobId, @requestId, @fingerprint, @caller, @createMs)",
            new { jobId, requestId, fingerprint, caller, createMs = now.ToUnixTimeMilliseconds() });
}
