using Dapper;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Jobs;

/// <summary>Deletes jobs whose retention has passed inside one write, a thousand at most of either sort.</summary>
internal static class JobPurge
{
    private const string Logged =
        "delete from jobs where job_id in (select job_id from jobs where settle_ms < @before and log_ms is not null order by settle_ms limit 1000)";

    /// <summary>Of those that are still to be logged the newest are kept.</summary>
    private const string Unlogged =
        """
        delete from jobs where job_id in (
          select job_id from jobs where settle_ms is not null and log_ms is null and settle_ms < @before order by settle_ms desc, job_id desc limit 1000 offset @kept)
        """;

    public static (int Deleted, int Unlogged) Delete(SqliteConnection db, DateTimeOffset endedBefore, int kept)
    {
        var given = new { before = endedBefore.ToUnixTimeMilliseconds(), kept };
        var unlogged = db.Execute(Unlogged, given);
        return (db.Execute(Logged, given) + unlogged, unlogged);
    }
}
