using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Tableau;

/// <summary>One configured site of Tableau and everything that the service says to it.</summary>
/// <remarks>Every method throws <see cref="TableauException"/> when the answer asked for does not come.</remarks>
internal sealed class TableauSite(SiteKey key, TableauCaller caller, ServerClock clock, TableauSession session)
{
    private readonly RefreshCalls _refreshes = new(caller);
    private readonly IncrementalTasks _tasks = new(caller);
    private readonly JobCalls _jobs = new(caller);
    private readonly ContentCalls _content = new(caller);
    private readonly MetadataCalls _metadata = new(caller);
    private readonly ConnectionCalls _connections = new(caller);
    private readonly ExtractTaskCalls _extractTasks = new(caller);

    public SiteKey Key { get; } = key;

    /// <summary>What Tableau calls the site; null before the first sign-in.</summary>
    public string? Luid => session.SiteLuid;

    /// <summary>Tableau's clock minus ours, learnt from its answers; zero before the first.</summary>
    public TimeSpan ClockOffset => clock.Offset;

    /// <summary>What is measured of the site itself.</summary>
    public SiteStanding Standing => new(Key, session.IsLive, session.SignInPause, caller.PauseLeft);

    /// <summary>The version of the REST API that both sides speak.</summary>
    public Task<Version> GetApiVersionAsync(CancellationToken ct) => caller.GetVersionAsync(ct);

    /// <summary>Sees to a version and a session, so that what follows is the request itself; asks nothing when both are there.</summary>
    public Task ReadyAsync(CancellationToken ct) => caller.ReadyAsync(ct);

    /// <summary>Whether content can be refreshed incrementally without a task.</summary>
    public Task<bool> SupportsIncrementalAsync(CancellationToken ct) => _refreshes.SupportsIncrementalAsync(ct);

    /// <summary>Sends exactly one POST, unless it is certain that one had no effect.</summary>
    public Task<TableauJob> StartRefreshAsync(ResourceType type, string luid, bool incremental, CancellationToken ct) =>
        _refreshes.StartAsync(type, luid, incremental, ct);

    /// <summary>A task that is known to refresh the content incrementally, for servers without incremental refreshes of content.</summary>
    public Task<string?> FindIncrementalTaskAsync(ResourceType type, string luid, CancellationToken ct) => _tasks.FindAsync(type, luid, ct);

    /// <summary>Runs a task now; as careful as <see cref="StartRefreshAsync"/>. The job may name neither content nor time.</summary>
    public Task<TableauJob> RunExtractTaskAsync(string taskId, CancellationToken ct) => _refreshes.RunTaskAsync(taskId, ct);

    public Task<TableauJob> GetJobAsync(string jobId, CancellationToken ct) => _jobs.GetAsync(jobId, ct);

    /// <summary>The extract refreshes created since then by Tableau's clock, oldest first. For administrators only.</summary>
    public Task<IReadOnlyList<TableauJobSummary>> ListRefreshJobsAsync(DateTimeOffset createdSince, CancellationToken ct) =>
        _jobs.ListRefreshesAsync(createdSince, ct);

    /// <summary>Asks for a cancellation; how the job ends is still to be seen.</summary>
    public Task CancelJobAsync(string jobId, CancellationToken ct) => _jobs.CancelAsync(jobId, ct);

    public Task<TableauItem> GetItemAsync(ResourceType type, string luid, CancellationToken ct) => _content.GetAsync(type, luid, ct);

    /// <summary>All items with exactly that name, whatever their project.</summary>
    public Task<IReadOnlyList<TableauItem>> FindItemsByNameAsync(ResourceType type, string name, CancellationToken ct) =>
        _content.FindByNameAsync(type, name, ct);

    public IAsyncEnumerable<TableauItem> ListItemsAsync(ResourceType type, CancellationToken ct) => _content.ListAsync(type, ct);

    /// <summary>Also lists what cannot be refreshed but has connections: flows from API 3.3, virtual connections from 3.18.</summary>
    public IAsyncEnumerable<TableauItem> ListItemsAsync(ConnectionItemType type, CancellationToken ct) => _content.ListAsync(type, ct);

    /// <summary>The published data sources with a connection of that type, or all of them where Tableau cannot tell.</summary>
    public Task<IReadOnlyList<TableauItem>> ListDatasourcesAsync(string connectionType, CancellationToken ct) =>
        _content.ListDatasourcesAsync(connectionType, ct);

    /// <summary>
    /// The connection types of the databases behind each workbook, by luid, as the metadata API tells them: late, and without the
    /// workbooks that it does not know yet. An answer in part is a failure.
    /// </summary>
    public Task<IReadOnlyDictionary<string, IReadOnlySet<string>>> ListWorkbookDatabasesAsync(CancellationToken ct) =>
        _metadata.ListWorkbookDatabasesAsync(ct);

    public Task<IReadOnlyList<TableauProject>> ListProjectsAsync(CancellationToken ct) => _content.ListProjectsAsync(ct);

    /// <summary>The account's name; null when Tableau does not tell it.</summary>
    public Task<string?> GetUserNameAsync(string userLuid, CancellationToken ct) => _content.GetUserNameAsync(userLuid, ct);

    /// <summary>The content whose browser address has that number; null when there is none.</summary>
    public Task<string?> FindLuidByUrlIdAsync(ResourceType type, string vizportalUrlId, CancellationToken ct) =>
        new UrlIdSearch(_metadata, _content).FindAsync(type, vizportalUrlId, ct);

    /// <summary>When the newest extract of the content changed, as far as the metadata API tells.</summary>
    public async Task<DateTimeOffset?> GetLastExtractUpdateAsync(ResourceType type, string luid, CancellationToken ct)
    {
        try
        {
            return await _metadata.GetLastExtractUpdateAsync(type, luid, ct);
        }
        catch (TableauException e) when (e.HttpStatus is 403 or 404)
        {
            // The metadata API is off.
            return null;
        }
    }

    /// <summary>The connections of an item, in no particular order.</summary>
    public Task<IReadOnlyList<TableauConnection>> ListConnectionsAsync(ConnectionItemType type, string itemLuid, CancellationToken ct) =>
        _connections.ListAsync(type, itemLuid, ct);

    /// <summary>
    /// Has a connection hold these values. Repeated a few times, because that sets the same again; when it fails with
    /// <see cref="TableauException.MayHaveTakenEffect"/> any of the tries may have been taken. Answers what Tableau echoes, which is not
    /// all of the connection and proves nothing.
    /// </summary>
    public Task<TableauConnection> UpdateConnectionAsync(
        ConnectionItemType type, string itemLuid, string connectionId, ConnectionUpdate update, CancellationToken ct) =>
        _connections.UpdateAsync(type, itemLuid, connectionId, update, ct);

    /// <summary>Whether <see cref="UpdateConnectionsAsync"/> is worth trying: by the version, and by what came of it before.</summary>
    public Task<bool> SupportsBulkUpdateAsync(CancellationToken ct) => _connections.SupportsBulkAsync(ct);

    /// <summary>
    /// Has several connections of one item hold the same user name and password; addresses and ports stay as they are. As
    /// <see cref="UpdateConnectionAsync"/>; <see cref="TableauErrorKind.NotSupported"/> when this Tableau turns out not to have it.
    /// </summary>
    /// <returns>In the order of the ids.</returns>
    public Task<IReadOnlyList<TableauConnection>> UpdateConnectionsAsync(
        ConnectionItemType type, string itemLuid, IReadOnlyList<string> connectionIds, ConnectionUpdate update, CancellationToken ct) =>
        _connections.UpdateManyAsync(type, itemLuid, connectionIds, update, ct);

    /// <summary>Every scheduled extract refresh that the account may see.</summary>
    public Task<IReadOnlyList<TableauExtractTask>> ListExtractTasksAsync(CancellationToken ct) => _extractTasks.ListAsync(ct);

    /// <summary>Best effort, and never fails.</summary>
    public ValueTask SignOutAsync(CancellationToken ct) => session.SignOutAsync(ct);
}
