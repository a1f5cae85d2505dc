using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Snowflake.Credentials;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>Executes statements by the SQL API. A statement that is given up is cancelled in the background, as well as that goes.</summary>
internal sealed partial class SqlApiExecutor(
    SnowflakeWire wire, ISnowflakeCredential credential, SnowflakePipelines pipelines, SnowflakeOptions options, TimeProvider time, ILogger<SqlApiExecutor> logger,
    Func<CancellationToken, Task>? demand = null)
    : IStatementExecutor
{
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(15);

    private readonly SnowflakeCaller _caller = new(wire, credential, pipelines, options, demand);
    private readonly HashSet<Task> _letGo = [];

    public async Task<SqlResult> ExecuteAsync(SqlStatement statement, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var run = new StatementRun(statement, _caller, options, time);
        var submission = run.SubmitAsync(ct);
        try
        {
            var answer = await run.FinishAsync(await submission.WaitAsync(ct), ct);
            return await run.ReadAsync(answer, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            LetGo(() => AbandonAsync(statement, run, submission));
            throw;
        }
        catch (SnowflakeException e) when (e.Kind == SnowflakeErrorKind.TimedOut && e.HttpStatus is null)
        {
            LetGo(() => AbandonAsync(statement, run, submission));
            throw;
        }
    }

    public IStatementExecutor WithToken(Secret token)
    {
        var theirs = new SnowflakeOptions
        {
            Account = options.Account,
            Url = options.Url,
            QueryTag = options.QueryTag,
            StatementTimeout = options.StatementTimeout,
            RequestTimeout = options.RequestTimeout,
        };
        return new SqlApiExecutor(wire, new ProgrammaticToken(() => token), pipelines, theirs, time, logger, demand);
    }

    public IStatementExecutor Guarded(Func<CancellationToken, Task> ask) => new SqlApiExecutor(wire, credential, pipelines, options, time, logger, ask);

    public Task SettledAsync()
    {
        lock (_letGo)
        {
            return Task.WhenAll(_letGo);
        }
    }

    private void LetGo(Func<Task> work)
    {
        var task = work();
        lock (_letGo)
        {
            _letGo.RemoveWhere(done => done.IsCompleted);
            _letGo.Add(task);
        }
    }

    // The handle may be on its way: without it nothing can be cancelled.
    private async Task AbandonAsync(SqlStatement statement, StatementRun run, Task<SnowflakeAnswer> submission)
    {
        try
        {
            await submission;
            using var patience = new CancellationTokenSource(CancelPatience, time);
            await _caller.CancelAsync(statement, run.Handle!, patience.Token);
            Log.Cancelled(logger, statement.Verb, statement.RequestId);
        }
        catch (Exception e) when (e is SnowflakeException or OperationCanceledException or ObjectDisposedException)
        {
            Log.NotCancelled(logger, statement.Verb, statement.RequestId, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Snowflake: {Verb} was given up and cancelled (request id {RequestId})", EventName = "SnowflakeCancelled")]
        public static partial void Cancelled(ILogger logger, string verb, Guid requestId);

        [LoggerMessage(2, LogLevel.Information, "Snowflake: {Verb} was given up, and could not be cancelled: {Reason} (request id {RequestId})", EventName = "SnowflakeNotCancelled")]
        public static partial void NotCancelled(ILogger logger, string verb, Guid requestId, string reason);
    }
}
