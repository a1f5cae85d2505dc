using System.Text.Json;
using Dapper;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Storage;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Outcomes;

/// <summary>The ended jobs that are not in the log yet. They are no copies: what waits are the jobs themselves, which the janitor keeps meanwhile.</summary>
internal sealed class OutcomeOutbox(SqliteDatabase database)
{
    private const string Unlogged = "settle_ms is not null and log_ms is null";

    public Task<OutcomeBacklog> LookAsync(CancellationToken ct) => database.ReadAsync(
        db =>
        {
            var (waiting, oldest, aside) = db.QuerySingle<(long, long?, long)>(
                $"select count(*) filter (where log_aside_ms is null), min(settle_ms) filter (where log_aside_ms is null), count(log_aside_ms) from jobs where {Unlogged}");
            return new OutcomeBacklog((int)waiting, oldest is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null, (int)aside);
        },
        ct);

    /// <summary>The last write, unless it is known to have succeeded.</summary>
    public Task<OutcomeTry?> LastTryAsync(CancellationToken ct) => database.ReadAsync(
        db => db.Query<(long Begin, string? Request)>("select begin_ms, request_id from outcome_try")
            .Select(row => new OutcomeTry(DateTimeOffset.FromUnixTimeMilliseconds(row.Begin), row.Request is not null)).SingleOrDefault(),
        ct);

    /// <summary>
    /// What is to be sent now, which is on disk before that, lest whoever dies meanwhile sends something else beside it: the batch in doubt, if there is one,
    /// else the next, those first that ended first; empty when none waits.
    /// </summary>
    public Task<OutcomeBatch> TakeAsync(int most, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        db =>
        {
            var batch = InDoubt(db) ?? Next(db, most);
            if (batch.JobIds.Count > 0)
            {
                db.Execute(
                    "insert or replace into outcome_try (only_one, begin_ms, request_id, job_ids, document) values (1, @ms, @request, @ids, @rows)",
                    new { ms = now.ToUnixTimeMilliseconds(), request = batch.RequestId.ToString("D"), ids = JsonSerializer.Serialize(batch.JobIds), rows = batch.Rows });
            }

            return batch;
        },
        _ => { },
        ct);

    /// <summary>They are in the log.</summary>
    public Task MarkAsync(OutcomeBatch batch, DateTimeOffset now, CancellationToken ct) => EndAsync("log_ms", batch, now, ct);

    /// <summary>Snowflake refuses this one, and takes others: it is tried again after the next start.</summary>
    public Task SetAsideAsync(OutcomeBatch batch, DateTimeOffset now, CancellationToken ct) => EndAsync("log_aside_ms", batch, now, ct);

    /// <summary>At a start: what was set aside is tried once more.</summary>
    public Task RecallAsync(CancellationToken ct) => database.WriteAsync(
        db => db.Execute($"update jobs set log_aside_ms = null where {Unlogged} and log_aside_ms is not null"), _ => { }, ct);

    /// <summary>It was not written for sure: the same rows may go with others.</summary>
    public Task ReleaseAsync(CancellationToken ct) => database.WriteAsync(
        db => db.Execute("update outcome_try set request_id = null, job_ids = null, document = null"), _ => { }, ct);

    private Task<int> EndAsync(string column, OutcomeBatch batch, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        db => db.Execute($"update jobs set {column} = @ms where job_id in @ids", new { ms = now.ToUnixTimeMilliseconds(), ids = batch.JobIds }) + db.Execute("delete from outcome_try"),
        _ => { },
        ct);

    private static OutcomeBatch? InDoubt(SqliteConnection db) =>
        db.Query<(string Request, string Ids, string Rows)>("select request_id, job_ids, document from outcome_try where request_id is not null")
            .Select(row => new OutcomeBatch(JsonSerializer.Deserialize<string[]>(row.Ids)!, row.Rows) { RequestId = Guid.Parse(row.Request), IsRepeated = true }).SingleOrDefault();

    private static OutcomeBatch Next(SqliteConnection db, int most) => OutcomeBatch.Of(
        db.Query<string>($"select document from jobs where {Unlogged} and log_aside_ms is null order by settle_ms, job_id limit @most", new { most }).Select(JobJson.Read));
}
