using Dapper;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Jobs;

/// <summary>A runner's fencing token: its number is taken at the start and named by each of its writes.</summary>
/// <remarks>
/// The database decides whose writes count. What leaves the process cannot be fenced there, so the runner confirms its
/// epoch by a heartbeat and compares the deadline right before each call to Tableau: a process that was frozen finds
/// out before it acts.
/// </remarks>
internal sealed class RunEpoch(string name, long number, TimeSpan limit, TimeProvider time)
{
    private long _confirmed = time.GetTimestamp();

    public string Name { get; } = name;

    /// <summary>How often to confirm.</summary>
    public TimeSpan Heartbeat { get; } = limit / 3;

    public bool IsCurrent(SqliteConnection db) =>
        db.ExecuteScalar<long?>("select epoch from runners where name = @Name", new { Name }) == number;

    /// <summary>Part of each write.</summary>
    public void Check(SqliteConnection db)
    {
        var asked = time.GetTimestamp();
        if (!IsCurrent(db))
        {
            throw new EpochLostException(Name);
        }

        Interlocked.Exchange(ref _confirmed, asked);
    }

    /// <summary>Part of the last write: a runner for a single job leaves nothing behind.</summary>
    public void Retire(SqliteConnection db) => db.Execute("delete from runners where name = @Name", new { Name });

    /// <summary>The heartbeat.</summary>
    public async Task ConfirmAsync(JobStore store, CancellationToken ct)
    {
        var asked = time.GetTimestamp();
        if (!await store.IsCurrentAsync(this, ct))
        {
            throw new EpochLostException(Name);
        }

        Interlocked.Exchange(ref _confirmed, asked);
    }

    /// <summary>Right before each call that leaves the process.</summary>
    public Task DemandFreshAsync(JobStore store, CancellationToken ct) =>
        time.GetElapsedTime(Interlocked.Read(ref _confirmed)) > limit ? ConfirmAsync(store, ct) : Task.CompletedTask;
}
