using Dapper;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Storage;

namespace GrpcRefresh.Server.Outcomes;

/// <summary>The ended jobs that are not in the log yet. They are no copies: what waits are the jobs themselves, which the janitor keeps meanwhile.</summary>
internal sealed class OutcomeOutbox(SqliteDatabase database)
{
    private const string Unlogged = "settle_ms is not null and log_ms is null";

    public Task<OutcomeBacklog> LookAsync(CancellationToken ct) => database.ReadAsync(
        db =>
        {
            var (waiting, oldest) = db.QuerySingle<(long, long?)>($"select count(*), min(settle_ms) from jobs where {Unlogged}");
            return new OutcomeBacklog((int)waiting, oldest is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null);
        },
        ct);

    /// <summary>The next to be written, those first that ended first; empty when none waits.</summary>
    public Task<OutcomeBatch> NextAsync(CancellationToken ct) => database.ReadAsync(
        db => OutcomeBatch.Of(db.Query<string>(
            $"select document from jobs where {Unlogged} order by settle_ms, job_id limit @most", new { most = OutcomeBatch.MostRows }).Select(JobJson.Read)),
        ct);

    /// <summary>They are in the log.</summary>
    public Task MarkAsync(OutcomeBatch batch, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        db => db.Execute("update jobs set log_ms = @ms where job_id in @ids", new { ms = now.ToUnixTimeMilliseconds(), ids = batch.JobIds }),
        _ => { },
        ct);
}
