using GrpcRefresh.Simulation.Jobs;
using GrpcRefresh.Simulation.Webhooks;

namespace GrpcRefresh.Simulation.World;

/// <summary>
/// A refresh succeeds exactly if every password stored in the item's connections is valid at the job's end. It logs in with each of them.
/// </summary>
internal sealed class RefreshCourt(WorldData data, SimulatorSettings settings, WebhookPost post) : IJobCourt
{
    private const int UpdatesKept = 20;
    private const string BridgeBusyReason =
        "errorID=REMOTE_EXTRACT_REFRESH_ALL_AGENTS_BUSY: every Tableau Bridge client is busy. Maximum concurrency reached.";

    private const string LockedReason =
        "Your user account has been temporarily locked. Try again later or contact your account administrator for assistance.";

    private const string ScriptedReason = "Tableau Hyper engine: the extract could not be written.";

    /// <summary>A success that Bridge reports has a finish code of its own.</summary>
    public Verdict Judge(Job job)
    {
        var verdict = Decide(job);
        return verdict.FinishCode == 0 && job.ViaBridge ? verdict with { FinishCode = 3 } : verdict;
    }

    public void Started(Job job) => post.Started(job);

    private Verdict Decide(Job job) => job.Outcome switch
    {
        JobOutcome.Computed => Compute(data.Items[job.ItemLuid], job.EndsAt ?? job.CreatedAt),
        JobOutcome.Failed => new(1, ScriptedReason),
        JobOutcome.FailedSilently => new(1),
        JobOutcome.FailedInStatusNotes => new(1, StatusNote: ScriptedReason),
        JobOutcome.SuccessWithErrorNote => new(0, StatusNote: ScriptedReason),
        JobOutcome.Completed => new(3),
        JobOutcome.BridgeBusy => new(1, BridgeBusyReason),
        JobOutcome.Cancelled => new(2),
        _ => new(0),
    };

    public void Ended(Job job)
    {
        post.Ended(job);
        var item = data.Items[job.ItemLuid];
        var end = job.CompletedAt!.Value;
        if (job.FinishCode == 1)
        {
            data.Put(item with { ConsecutiveFailures = item.ConsecutiveFailures + 1 });
            data.ChangeTasks(task => job.IsScheduled && task.ItemLuid == item.Luid && task.Incremental == job.Incremental, task => task.Failed());
        }
        else if (job.FinishCode is 0 or 3)
        {
            var updates = item.ExtractUpdates.Add(new ExtractUpdate(end, job.Incremental));
            updates = updates.Count > UpdatesKept ? updates.RemoveAt(0) : updates;
            data.ChangeTasks(task => task.ItemLuid == item.Luid, task => task.Succeeded());
            data.Put(item with { ConsecutiveFailures = 0, UpdatedAt = end, ExtractUpdates = updates });
        }
    }

    private Verdict Compute(ContentItem item, DateTimeOffset at)
    {
        // Every connection tries, also after one was refused: so a wrong secret costs as many logins as there are connections.
        var refused = item.Connections.Where(connection => connection.NeedsPassword)
            .Select(connection => (Connection: connection, Result: LogIn(connection, at)))
            .Where(attempt => attempt.Result != LoginResult.Accepted).ToList();
        return refused.Count == 0 ? new Verdict(0) : new Verdict(1, Reason(refused[0].Connection, refused[0].Result));
    }

    private LoginResult LogIn(ItemConnection connection, DateTimeOffset at) => connection.EmbedPassword
        ? data.Snowflake.LogIn(connection.UserName, connection.Secret, at, settings)
        : LoginResult.Refused;

    private static string Reason(ItemConnection connection, LoginResult result) =>
        "com.tableausoftware.nativeapi.exceptions.ProtocolException: Unable to connect to the Snowflake server "
        + $"\"{connection.ServerAddress}\". Check that the server is running and that you have access privileges to the requested database. "
        + $"[Snowflake][Snowflake] (28000) {(result == LoginResult.Locked ? LockedReason : "Incorrect username or password was specified.")}";
}
