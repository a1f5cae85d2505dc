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

    public static IReadOnlyList<JobJoin> Of(SqliteConnection db, string jobId)
    {
        var rows = db.Query<(long JoinId, string? RequestId, string Caller, long? DetachMs)>(
            "select join_id, request_id, caller, detach_ms from joins where job_id = @jobId order by join_id", new { jobId });
        return [.. rows.Select(row => new JobJoin(row.JoinId, row.RequestId, row.Caller, row.DetachMs))];
    }

    public static void Detach(SqliteConnection db, IReadOnlyList<JobJoin> joins, DateTimeOffset now) => db.Execute(
        "update joins set detach_ms = @now where join_id in @ids", new { now = now.ToUnixTimeMilliseconds(), ids = joins.Select(join => join.JoinId) });
}
