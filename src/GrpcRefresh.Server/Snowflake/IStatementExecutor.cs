using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>A way to have statements executed: the SQL API, or a driver.</summary>
internal interface IStatementExecutor
{
    /// <inheritdoc cref="SnowflakeAccount.QueryAsync"/>
    Task<SqlResult> ExecuteAsync(SqlStatement statement, CancellationToken ct);

    /// <inheritdoc cref="SnowflakeAccount.WithToken"/>
    IStatementExecutor WithToken(Secret token);

    /// <inheritdoc cref="SnowflakeAccount.Guarded"/>
    IStatementExecutor Guarded(Func<CancellationToken, Task> ask);

    /// <inheritdoc cref="SnowflakeAccount.SettledAsync"/>
    Task SettledAsync();
}
