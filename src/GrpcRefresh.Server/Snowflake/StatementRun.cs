using System.Text.Json;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>One statement from its submission to the last row of its result.</summary>
internal sealed class StatementRun(SqlStatement statement, SnowflakeCaller caller, SnowflakeOptions options, TimeProvider time)
{
    private const long LargestResult = 256L * 1024 * 1024;

    /// <summary>Snowflake ends a statement at its time-out; a while later we stop asking.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly long _begun = time.GetTimestamp();

    /// <summary>Null until Snowflake has told it.</summary>
    public string? Handle { get; private set; }

    public async Task<SnowflakeAnswer> SubmitAsync(CancellationToken ct)
    {
        var answer = await caller.SubmitAsync(statement, ct);
        Handle = answer.Handle;
        return answer;
    }

    /// <summary>Asks, at growing intervals, until the statement has ended.</summary>
    public async Task<SnowflakeAnswer> FinishAsync(SnowflakeAnswer answer, CancellationToken ct)
    {
        var limit = (statement.Timeout ?? options.StatementTimeout) + Slack;
        for (var pause = FirstPause; answer.IsRunning; pause = pause * 1.5 > LongestPause ? LongestPause : pause * 1.5)
        {
            if (time.GetElapsedTime(_begun) > limit)
            {
                throw Failure(SnowflakeErrorKind.TimedOut, $"The statement still ran {Slack.TotalSeconds:0} s after its time-out.", mayHaveTakenEffect: true);
            }

            await Task.Delay(answer.Headers.RetryAfter?.Delta is { } asked && asked > pause && asked < Slack ? asked : pause, time, ct);
            answer = await AskAsync(answer, ct);
        }

        return answer;
    }

    // Being asked to slow down says nothing about the statement, so it is no reason to lose sight of it.
    private async Task<SnowflakeAnswer> AskAsync(SnowflakeAnswer before, CancellationToken ct)
    {
        try
        {
            return await caller.AskAsync(statement, SnowflakeRequest.Status(Handle!), ct);
        }
        catch (SnowflakeException e) when (e.Kind == SnowflakeErrorKind.Throttled)
        {
            return before;
        }
    }

    public async Task<SqlResult> ReadAsync(SnowflakeAnswer answer, CancellationToken ct)
    {
        var root = answer.Root!.Value;
        var partitions = ResultReader.Partitions(root);
        if (partitions.Sum(partition => partition.Size) > LargestResult)
        {
            throw Failure(SnowflakeErrorKind.TooLarge, "The result is larger than 256 MB. Ask for less.", mayHaveTakenEffect: true);
        }

        if (partitions.Count > 1 && Handle is null)
        {
            throw Failure(SnowflakeErrorKind.Unexpected, "Snowflake answered a result in parts without a handle to ask for them.", mayHaveTakenEffect: true);
        }

        var rows = Rows(root);
        for (var number = 1; number < partitions.Count; number++)
        {
            var more = await caller.AskAsync(statement, SnowflakeRequest.Partition(Handle!, number), ct);
            rows.AddRange(Rows(more.Root!.Value));
        }

        return ResultReader.RowCount(root) is { } expected && expected != rows.Count
            ? throw Failure(SnowflakeErrorKind.Unexpected, $"Snowflake announced {expected} rows and answered {rows.Count}.", mayHaveTakenEffect: true)
            : new SqlResult(ResultReader.Columns(root), rows)
            {
                RowsInserted = ResultReader.Stat(root, "numRowsInserted"),
                RowsUpdated = ResultReader.Stat(root, "numRowsUpdated"),
                RowsDeleted = ResultReader.Stat(root, "numRowsDeleted"),
                QueryId = statement.ResultIsSecret ? null : Handle,
                QueryIds = statement.ResultIsSecret ? [] : ResultReader.Handles(root),
            };
    }

    private List<string?[]> Rows(JsonElement root)
    {
        try
        {
            return [.. ResultReader.Rows(root)];
        }
        catch (InvalidOperationException e)
        {
            throw Failure(SnowflakeErrorKind.Unexpected, "Snowflake answered a result that is no table.", mayHaveTakenEffect: true, e);
        }
    }

    private SnowflakeException Failure(SnowflakeErrorKind kind, string message, bool mayHaveTakenEffect, Exception? cause = null) => new(kind, message, cause)
    {
        QueryId = statement.ResultIsSecret ? null : Handle,
        RequestId = statement.RequestId,
        MayHaveTakenEffect = mayHaveTakenEffect,
    };
}
