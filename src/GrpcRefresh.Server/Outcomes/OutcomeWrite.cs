using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.Server.Telemetry;

namespace GrpcRefresh.Server.Outcomes;

/// <summary>Writes all that waits, while the warehouse runs anyway. An outcome that Snowflake refuses does not keep the others back.</summary>
internal sealed partial class OutcomeWrite(OutcomeOutbox outbox, SnowflakeAccount account, SqlName table, OutcomeMeasures measures, TimeProvider time, ILogger logger)
{
    /// <returns>How many were written.</returns>
    /// <exception cref="SnowflakeException">What is not the fault of single outcomes.</exception>
    public async Task<int> AllAsync(CancellationToken ct)
    {
        var (written, most) = (0, OutcomeBatch.MostRows);
        for (var batch = await TakeAsync(most, ct); batch.JobIds.Count > 0; batch = await TakeAsync(most, ct))
        {
            if (await TryAsync(batch, ct))
            {
                written += batch.JobIds.Count;
                most = Math.Min(most * 2, OutcomeBatch.MostRows);
            }
            else if (batch.JobIds.Count > 1)
            {
                most = batch.JobIds.Count / 2;
            }
        }

        return written;
    }

    private Task<OutcomeBatch> TakeAsync(int most, CancellationToken ct) => outbox.TakeAsync(most, time.GetUtcNow(), ct);

    /// <returns>False when something in the batch is refused.</returns>
    private async Task<bool> TryAsync(OutcomeBatch batch, CancellationToken ct)
    {
        try
        {
            await account.QueryAsync(OutcomeStatement.Merge(table, batch), ct);
        }
        catch (SnowflakeException e) when (!e.MayHaveTakenEffect)
        {
            await outbox.ReleaseAsync(ct);
            if (e.Kind != SnowflakeErrorKind.Refused)
            {
                throw;
            }

            await ExamineAsync(batch, e, ct);
            return false;
        }

        await outbox.MarkAsync(batch, time.GetUtcNow(), ct);
        measures.Written(batch.JobIds.Count);
        return true;
    }

    // A table that refuses no rows at all, refuses the statement: that mends itself for no row.
    private async Task ExamineAsync(OutcomeBatch batch, SnowflakeException refusal, CancellationToken ct)
    {
        await account.QueryAsync(OutcomeStatement.Merge(table, "[]"), ct);
        if (batch.JobIds is [var only])
        {
            await outbox.SetAsideAsync(batch, time.GetUtcNow(), ct);
            Log.SetAside(logger, only, refusal.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(905, LogLevel.Error, "Snowflake takes outcomes, but not that of the job {JobId}, which is set aside and tried again after the next start: {Reason} " +
            "Compare the table's columns with snowflake/65_outcomes.sql", EventName = "OutcomeSetAside")]
        public static partial void SetAside(ILogger logger, string jobId, string reason);
    }
}
