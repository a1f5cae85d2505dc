using System.Threading.Channels;
using GrpcRefresh.Server.Telemetry;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Storage;

/// <summary>The embedded database: many readers, and one writer that commits what has queued up in one go.</summary>
/// <remarks>
/// SQLite has a single writer and a durable commit costs a sync of the disk. Writes therefore line up here, and one
/// transaction carries all that wait, each in a savepoint of its own: a write that throws undoes only itself, and a
/// caller hears of success only after the commit.
/// </remarks>
internal sealed class SqliteDatabase : IHostedLifecycleService, IAsyncDisposable
{
    private const int MaxWaitingWrites = 4_096;
    private const int MaxWritesPerCommit = 256;

    private readonly Channel<QueuedWrite> _writes = Channel.CreateBounded<QueuedWrite>(
        new BoundedChannelOptions(MaxWaitingWrites) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    // Touched by the writer alone.
    private readonly List<TaskCompletionSource<bool>> _logTruncations = [];

    private readonly StorageMeasures _measures;
    private readonly string _connectionString;
    private readonly string _path;
    private DatabaseLock? _lock;
    private Task _writer = Task.CompletedTask;

    public SqliteDatabase(IOptions<StorageOptions> options, StorageMeasures measures)
    {
        _measures = measures;
        _measures.ObserveWaiting(() => _writes.Reader.Count);
        _path = Path.GetFullPath(options.Value.Sqlite);
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            ForeignKeys = true,
            DefaultTimeout = 5,
        }.ToString();
    }

    /// <summary>Runs a write and answers once it is on disk.</summary>
    /// <param name="committed">Told of the result in the order of the commits, before the caller is; must be quick.</param>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, Action<T> committed, CancellationToken ct)
    {
        var write = new QueuedWrite<T>(work, committed);
        await _writes.Writer.WriteAsync(write, ct);
        // Not cancelled from here on: the write will happen, and its caller must learn how it went.
        return await write.Completion;
    }

    /// <summary>Runs a read on a consistent snapshot.</summary>
    /// <remarks>SQLite reads a local file in the caller's thread; its driver's asynchronous methods do the same.</remarks>
    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> work, CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(ct);
        }

        using var connection = Open();
        using var snapshot = connection.BeginTransaction(deferred: true);
        return Task.FromResult(work(connection));
    }

    /// <summary>
    /// Empties the write-ahead log, so that what was deleted and committed is on no page of it either. False when a read went on for so
    /// long that it could not be: the log then keeps its content until the next time, at the latest the next start.
    /// </summary>
    public async Task<bool> TruncateLogAsync(CancellationToken ct)
    {
        var truncation = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await WriteAsync(
            _ =>
            {
                _logTruncations.Add(truncation);
                return true;
            },
            _ => { },
            ct);
        return await truncation.Task;
    }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _lock = DatabaseLock.Take(_path);
        using (var connection = Open())
        {
            Execute(connection, "pragma journal_mode = wal");
            SqliteMigrations.Apply(connection);
            // What a process deleted before it died.
            TruncateLog(connection);
        }

        _writer = Task.Run(WriteLoopAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Last of all, so that whatever stops before may still write.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken) => await DisposeAsync();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _writes.Writer.TryComplete();
        await _writer;
        using (var connection = new SqliteConnection(_connectionString))
        {
            SqliteConnection.ClearPool(connection);
        }

        _lock?.Dispose();
        _lock = null;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }

    private async Task WriteLoopAsync()
    {
        using var connection = Open();
        // A commit that was answered survives a loss of power, too.
        Execute(connection, "pragma synchronous = full");
        // What is deleted is overwritten: rows may have held secrets, if only encrypted.
        Execute(connection, "pragma secure_delete = on");
        // How long emptying the log waits for reads to end.
        Execute(connection, "pragma busy_timeout = 500");
        List<QueuedWrite> batch = [];
        while (await _writes.Reader.WaitToReadAsync())
        {
            while (batch.Count < MaxWritesPerCommit && _writes.Reader.TryRead(out var write))
            {
                batch.Add(write);
            }

            Commit(connection, batch);
            batch.Clear();
            AnswerLogTruncations(connection);
        }
    }

    private void AnswerLogTruncations(SqliteConnection connection)
    {
        if (_logTruncations.Count == 0)
        {
            return;
        }

        try
        {
            var isEmpty = TruncateLog(connection);
            _logTruncations.ForEach(truncation => truncation.SetResult(isEmpty));
        }
        catch (SqliteException e)
        {
            _logTruncations.ForEach(truncation => truncation.SetException(e));
        }

        _logTruncations.Clear();
    }

    private static bool TruncateLog(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "pragma wal_checkpoint(truncate)";
        using var row = command.ExecuteReader();
        // Its first column tells whether somebody stood in the way.
        return row.Read() && row.GetInt64(0) == 0;
    }

    private void Commit(SqliteConnection connection, List<QueuedWrite> batch)
    {
        var begun = TimeProvider.System.GetTimestamp();
        try
        {
            Execute(connection, "begin immediate");
            foreach (var write in batch)
            {
                Execute(connection, "savepoint write");
                if (!write.Run(connection))
                {
                    Execute(connection, "rollback to write");
                }

                Execute(connection, "release write");
            }

            Execute(connection, "commit");
        }
        catch (Exception e)
        {
            // Whatever it was, the writer lives on: the callers are told, and the next commit may succeed.
            TryRollBack(connection);
            _measures.Failed();
            batch.ForEach(write => write.Fail(e));
            return;
        }

        _measures.Committed(TimeProvider.System.GetElapsedTime(begun));
        batch.ForEach(write => write.Complete());
    }

    private static void TryRollBack(SqliteConnection connection)
    {
        try
        {
            Execute(connection, "rollback");
        }
        catch (SqliteException)
        {
            // The failure itself may have ended the transaction.
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
