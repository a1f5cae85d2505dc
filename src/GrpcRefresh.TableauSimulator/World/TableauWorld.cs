using System.Diagnostics.CodeAnalysis;
using GrpcRefresh.Simulation.Jobs;
using GrpcRefresh.Simulation.Sessions;
using GrpcRefresh.Simulation.Webhooks;

namespace GrpcRefresh.Simulation.World;

/// <summary>
/// Everything the simulator knows. Whatever is read here is settled to this moment of the clock first, and is a snapshot:
/// records that do not change afterwards. Safe to use from any thread.
/// </summary>
public sealed class TableauWorld : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly WorldData _data;
    private readonly Alarm _alarm;

    internal TableauWorld(WorldData data, SimulatorSettings settings, TimeProvider time)
    {
        (_data, _time) = (data, time);
        Settings = settings;
        Courier = new WebhookCourier(time);
        Scheduler = new JobScheduler(settings, new RefreshCourt(data, settings, new WebhookPost(data, settings, Courier)), time.GetUtcNow());
        _alarm = new Alarm(time, () => Run(() => { }));
        Sessions = new SessionTable(settings);
        AppGate = new ConnectedAppGate(data);
        settings.Guard = Run;
        (data.Snowflake.Guard, data.Snowflake.Now) = (Run, time.GetUtcNow);
    }

    /// <summary>The sites.</summary>
    public IReadOnlyList<Site> Sites => _data.Sites;

    /// <summary>The users of all sites.</summary>
    public IReadOnlyList<User> Users => _data.Users;

    /// <summary>The projects of all sites.</summary>
    public IReadOnlyList<Project> Projects => _data.Projects;

    /// <summary>The personal access tokens.</summary>
    public IReadOnlyList<PersonalAccessToken> Tokens => _data.Tokens;

    /// <summary>The connected apps.</summary>
    public IReadOnlyList<ConnectedApp> ConnectedApps => _data.ConnectedApps;

    /// <summary>The webhooks of all sites.</summary>
    public IReadOnlyList<Webhook> Webhooks => Run(() => _data.Webhooks.ToList());

    /// <summary>The latest thousand attempts to deliver webhooks, oldest first.</summary>
    public IReadOnlyList<WebhookDelivery> Deliveries => Courier.Done;

    /// <summary>The extract refresh tasks.</summary>
    public IReadOnlyList<ExtractTask> Tasks => Run(() => _data.Tasks.ToList());

    /// <summary>The flows and virtual connections of all sites.</summary>
    public IReadOnlyList<SideContent> SideContents => _data.SideContents;

    /// <summary>The workbooks and data sources of all sites.</summary>
    public IReadOnlyList<ContentItem> Items => Run(() => _data.Items.Values.ToList());

    /// <summary>The jobs of the last day in the order of their creation, vanished ones included.</summary>
    public IReadOnlyList<Job> Jobs => Run(() => Scheduler.Jobs.All.ToList());

    /// <summary>The little Snowflake that decides which refresh succeeds.</summary>
    public SnowflakeAccount Snowflake => _data.Snowflake;

    internal JobScheduler Scheduler { get; }

    internal WebhookCourier Courier { get; }

    internal SessionTable Sessions { get; }

    internal ConnectedAppGate AppGate { get; }

    internal SimulatorSettings Settings { get; }

    internal DateTimeOffset Now => _time.GetUtcNow();

    internal TimeProvider Time => _time;

    /// <summary>The only item with this project path and name, such as <c>Sales/EMEA/Pipeline</c>.</summary>
    /// <exception cref="InvalidOperationException">There is none, or more than one.</exception>
    public ContentItem Item(string path, string site = "", ContentKind? kind = null) => Items.Single(item =>
        item.Path == path && item.Site.ContentUrl == site && (kind is null || item.Kind == kind));

    /// <summary>The connection with this LUID, whatever it belongs to; tests ask it which secret it holds.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public ItemConnection Connection(string luid) =>
        Items.SelectMany(item => item.Connections).Concat(SideContents.SelectMany(content => content.Connections)).Single(connection => connection.Luid.Equals(luid, StringComparison.OrdinalIgnoreCase));

    /// <summary>Finds an item by its LUID.</summary>
    public bool TryGetItem(string luid, [NotNullWhen(true)] out ContentItem? item)
    {
        item = Run(() => _data.Items.GetValueOrDefault(luid));
        return item is not null;
    }

    /// <summary>Finds a job by its LUID.</summary>
    public bool TryGetJob(string luid, [NotNullWhen(true)] out Job? job)
    {
        job = Run(() => Scheduler.Jobs.Find(luid));
        return job is not null;
    }

    /// <summary>Rewrites an item, by a copy with changes; its LUID stays.</summary>
    public ContentItem ChangeItem(string luid, Func<ContentItem, ContentItem> change) => Run(() =>
    {
        var changed = change(_data.Items[luid]);
        _data.Put(changed);
        return changed;
    });

    /// <summary>Rewrites a task, by a copy with changes: resumes it, for example.</summary>
    public ExtractTask ChangeTask(string luid, Func<ExtractTask, ExtractTask> change) => Run(() =>
    {
        var task = _data.Tasks.Find(task => task.Luid == luid) ?? throw new KeyNotFoundException($"There is no task {luid}.");
        var changed = change(task);
        _data.ChangeTasks(other => other.Luid == luid, _ => changed);
        return changed;
    });

    /// <summary>Takes an item away, as if somebody had deleted it; not while one of its jobs is active.</summary>
    public bool RemoveItem(string luid) => Run(() =>
        !Scheduler.HasActiveJob(luid) && _data.Tasks.RemoveAll(task => task.ItemLuid == luid) >= 0 && _data.Items.Remove(luid));

    /// <summary>Takes a connection out of an item, as publishing it anew does.</summary>
    public ContentItem RemoveConnection(string itemLuid, string connectionLuid) => ChangeItem(itemLuid, item =>
        item.Connections.FirstOrDefault(connection => connection.Luid.Equals(connectionLuid, StringComparison.OrdinalIgnoreCase)) is { } gone
            ? item with { Connections = item.Connections.Remove(gone) }
            : throw new KeyNotFoundException($"There is no connection {connectionLuid}."));

    /// <summary>Changes how an active job ends or how long it runs; a duration already over ends it at once.</summary>
    public Job ChangeJob(string luid, JobOutcome? outcome = null, TimeSpan? duration = null)
    {
        Run(() => Scheduler.Change(Existing(luid), outcome, duration));
        return Run(() => Existing(luid));
    }

    /// <summary>Hides a job from every query from now on; the refresh itself goes on.</summary>
    public void Vanish(string jobLuid) => Run(() => Scheduler.Jobs.Put(Existing(jobLuid) with { Vanished = true }));

    /// <summary>Starts a refresh that is not ours: Tableau's own schedule, priority 50. It queues behind an active one.</summary>
    public Job StartScheduledRefresh(string itemLuid, bool incremental = false) =>
        Run(() => Enqueue(_data.Items[itemLuid], incremental, priority: 50, startedBy: null));

    internal WorldData Data => _data;

    internal Job Enqueue(ContentItem item, bool incremental, int priority, string? startedBy)
    {
        var job = Scheduler.Enqueue(item, incremental, priority, startedBy);
        _data.Put(item with { NextOutcome = JobOutcome.Computed });
        return job;
    }

    internal T Run<T>(Func<T> action)
    {
        lock (_gate)
        {
            Scheduler.AdvanceTo(Now);
            var result = action();
            Scheduler.AdvanceTo(Now);
            _alarm.Set(_data.Webhooks.Count > 0 ? Scheduler.NextEvent() : null);
            return result;
        }
    }

    internal void Run(Action action) => Run(() =>
    {
        action();
        return true;
    });

    /// <summary>Nothing is delivered any more.</summary>
    void IDisposable.Dispose()
    {
        _alarm.Dispose();
        Courier.Dispose();
    }

    private Job Existing(string luid) => Scheduler.Jobs.Find(luid) ?? throw new KeyNotFoundException($"There is no job {luid}.");
}
