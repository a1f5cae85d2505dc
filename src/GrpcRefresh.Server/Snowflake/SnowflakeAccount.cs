using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>The Snowflake account: all that the others see of it, whichever way it is asked.</summary>
internal sealed class SnowflakeAccount(IStatementExecutor executor)
{
    /// <summary>Executes a statement and reads its whole result.</summary>
    /// <remarks>When the caller gives up, the statement is cancelled in Snowflake, in the background and as well as that goes.</remarks>
    /// <exception cref="SnowflakeException">Anything but a result; it says whether the statement may have taken effect.</exception>
    public Task<SqlResult> QueryAsync(SqlStatement statement, CancellationToken ct) => executor.ExecuteAsync(statement, ct);

    /// <summary>The same account for whoever holds this token: to see whether it works. It works as the token's user and role, which need not see the service's database.</summary>
    public SnowflakeAccount WithToken(Secret token) => new(executor.WithToken(token));

    /// <summary>The same account for whoever may lose the right to ask: each try to hand a statement in is preceded by this, and not made if it throws.</summary>
    public SnowflakeAccount Guarded(Func<CancellationToken, Task> ask) => new(executor.Guarded(ask));

    /// <summary>Ends once every statement that somebody gave up has been seen to.</summary>
    public Task SettledAsync() => executor.SettledAsync();
}
