using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Snowflake.Credentials;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>The Snowflake account: all that the others see of it, and nothing here is HTTP.</summary>
internal sealed partial class SnowflakeAccount(
    SnowflakeWire wire, ISnowflakeCredential credential, SnowflakePipelines pipelines, SnowflakeOptions options, TimeProvider time, ILogger<SnowflakeAccount> logger,
    Func<CancellationToken, Task>? demand = null)
{
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(15);

    private readonly SnowflakeCaller _caller = new(wire, credential, pipelines, options, demand);
    private readonly HashSet<Task> _letGo = [];

    /// <summary>Executes a statement and reads its whole result.</summary>
    /// <remarks>When the caller gives up, the statement is cancelled in Snowflake, in the background and as well as that goes.</remarks>
    /// <exception cref="SnowflakeException">Anything but a result; it says whether the statement may have taken effect.</exception>
    public async Task<SqlResult> QueryAsync(SqlStatement statement, CancellationToken ct)
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

    /// <summary>The same account for whoever holds this token: to see whether it works. It works as the token's user and role, which need not see the service's database.</summary>
    public SnowflakeAccount WithToken(Secret token)
    {
        var theirs = new SnowflakeOptions
        {
            Account = options.Account,
            Url = options.Url,
            QueryTag = options.QueryTag,
            StatementTimeout = options.StatementTimeout,
            RequestTimeout = options.RequestTimeout,
        };
        return new SnowflakeAccount(wire, new ProgrammaticToken(() => token), pipelines, theirs, time, logger, demand);
    }

    /// <summary>The same account for whoever may lose the right to ask: each try to hand a statement in is preceded by this, and not made if it throws.</summary>
    public SnowflakeAccount Guarded(Func<CancellationToken, Task> ask) => new(wire, credential, pipelines, options, time, logger, ask);

    /// <summary>Ends once every statement that somebody gave up has been seen to.</summary>
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
