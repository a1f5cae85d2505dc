using GrpcRefresh.Simulation.Jobs;
using GrpcRefresh.Simulation.Webhooks;

namespace GrpcRefresh.Simulation.World;

/// <summary>A refresh succeeds exactly if every password stored in the item's connections is valid at the job's end.</summary>
internal sealed class RefreshCourt(WorldData data, WebhookPost post) : IJobCourt
{
    private const int UpdatesKept = 20;
    private const string BridgeBusyReason =
        "errorID=REMOTE_EXTRACT_REFRESH_ALL_AGENTS_BUSY: every Tableau Bridge client is busy. Maximum concurrency reached.";

    private const string ScriptedReason = "Tableau Hyper engine: the extract could not be written.";

    /// <summary>A success that Bridge reports has a finish code of its own.</summary>
    public Verdict Judge(Job job) => Decide(job) is { FinishCode: 0 } good && job.ViaBridge ? good with { FinishCode = 3 } : Decide(job);

    public void Started(Job job) => post.Started(job);

    private Verdict Decide(Job job) => job.Outcome switch
    {
        JobOutcome.Computed => Compute(data.Items[job.ItemLuid]),
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
        }
        else if (job.FinishCode is 0 or 3)
        {
            var updates = item.ExtractUpdates.Add(new ExtractUpdate(end, job.Incremental));
            updates = updates.Count > UpdatesKept ? updates.RemoveAt(0) : updates;
            data.Put(item with { ConsecutiveFailures = 0, UpdatedAt = end, ExtractUpdates = updates });
        }
    }

    private Verdict Compute(ContentItem item)
    {
        var refused = item.Connections.FirstOrDefault(connection => connection.NeedsPassword && !IsValid(connection));
        return refused is null ? new Verdict(0) : new Verdict(1, Reason(refused));
    }

    private bool IsValid(ItemConnection connection) =>
        connection.EmbedPassword && data.Snowflake.Accepts(connection.UserName, connection.Secret);

    private static string Reason(ItemConnection connection) =>
        "com.tableausoftware.nativeapi.exceptions.ProtocolException: Unable to connect to the Snowflake server "
        + $"\"{connection.ServerAddress}\". Check that the server is running and that you have access privileges to the requested database. "
        + "[Snowflake][Snowflake] (28000) Incorrect username or password was specified.";
}
