using System.Data.Common;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Snowflake.Driver;

/// <summary>Executes statements through an ADO.NET driver, of which it knows nothing but what all have.</summary>
/// <remarks>
/// A driver repeats requests by its own rules and tells neither request ids nor query ids. So <see cref="SqlStatement.Repeated"/> has no
/// meaning here: what is executed again is guarded by what the statement itself says, as a MERGE is by its key.
/// </remarks>
internal sealed class DriverExecutor(DbProviderFactory factory, DriverConnection connection, Func<CancellationToken, Task>? demand = null) : IStatementExecutor
{
    public IStatementExecutor WithToken(Secret token) => new DriverExecutor(factory, connection.With(token), demand);

    public IStatementExecutor Guarded(Func<CancellationToken, Task> ask) => new DriverExecutor(factory, connection, ask);

    /// <summary>The driver cancels what is given up before it returns.</summary>
    public Task SettledAsync() => Task.CompletedTask;

    public async Task<SqlResult> ExecuteAsync(SqlStatement statement, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (statement.Count > 1)
        {
            throw new SnowflakeException(SnowflakeErrorKind.Refused, "Several statements in one are not executed by the driver. Ask one by one.") { RequestId = statement.RequestId };
        }

        if (demand is not null)
        {
            await demand(ct);
        }

        var text = Read(statement);
        var isExecuting = false;
        try
        {
            await using var open = factory.CreateConnection() ?? throw new InvalidOperationException("The driver makes no connections.");
            open.ConnectionString = text.Reveal();
            await open.OpenAsync(ct);
            await using var command = open.CreateCommand();
            command.CommandText = statement.Text;
            command.CommandTimeout = (int)Math.Ceiling(connection.TimeoutOf(statement).TotalSeconds);
            DriverBindings.Add(command, statement.Bindings);
            isExecuting = true;
            await using var reader = await command.ExecuteReaderAsync(ct);
            return await DriverCells.ReadAsync(reader, ct);
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            // However the driver tells it.
            throw new OperationCanceledException(ct);
        }
        catch (Exception e)
        {
            // A driver throws what it likes, wrapped as it likes.
            throw DriverProblem.Describe(statement, e is AggregateException { InnerException: { } inner } ? inner : e, text, isExecuting);
        }
    }

    private Secret Read(SqlStatement statement)
    {
        try
        {
            return connection.TextFor(statement);
        }
        catch (SecretUnavailableException e)
        {
            throw new SnowflakeException(SnowflakeErrorKind.AuthFailed, e.Message, e) { RequestId = statement.RequestId };
        }
    }
}
