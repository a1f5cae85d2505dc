namespace GrpcRefresh.Simulation.World;

/// <summary>The facts of the world, before anybody refreshes anything.</summary>
internal sealed class WorldData
{
    /// <summary>The simulator's start, if it is known when the world is made.</summary>
    public DateTimeOffset? Start { get; init; }

    public List<Site> Sites { get; } = [];

    public List<User> Users { get; } = [];

    public List<Project> Projects { get; } = [];

    public List<PersonalAccessToken> Tokens { get; } = [];

    public List<ConnectedApp> ConnectedApps { get; } = [];

    public List<Webhook> Webhooks { get; } = [];

    public List<ExtractTask> Tasks { get; } = [];

    public OrderedDictionary<string, ContentItem> Items { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<SideContent> SideContents { get; } = [];

    public SnowflakeAccount Snowflake { get; } = new();

    /// <summary>Rewrites the tasks that are meant, each in its place.</summary>
    public void ChangeTasks(Predicate<ExtractTask> meant, Func<ExtractTask, ExtractTask> change)
    {
        for (var place = 0; place < Tasks.Count; place++)
        {
            Tasks[place] = meant(Tasks[place]) ? change(Tasks[place]) : Tasks[place];
        }
    }

    public void Put(ContentItem item) => Items[item.Luid] = item;
}
