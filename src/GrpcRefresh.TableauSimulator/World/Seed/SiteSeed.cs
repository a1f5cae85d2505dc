using System.Collections.Immutable;

namespace GrpcRefresh.Simulation.World.Seed;

/// <summary>Builds one site; ids come from names and times are fixed, so that a demo repeats.</summary>
internal sealed class SiteSeed(WorldData data, Site site)
{
    private static readonly DateTimeOffset Born = new(2025, 1, 6, 8, 0, 0, TimeSpan.Zero);

    public User User(string name, string fullName, string role)
    {
        var user = new User(IdOf("user", name), site.Luid, name, fullName, role) { Password = $"{name}-password" };
        data.Users.Add(user);
        return user;
    }

    public void Token(string name, User user) => data.Tokens.Add(new PersonalAccessToken(name, $"{name}-secret", user.Luid));

    public void ConnectedApp(string name) =>
        data.ConnectedApps.Add(new ConnectedApp(name, $"{name}-key", $"{name}-key-value-of-at-least-32-bytes", site.Luid));

    public Project Project(string path, User owner, Project? parent = null)
    {
        var full = parent is null ? path : $"{parent.Path}/{path}";
        var project = new Project(IdOf("project", full), site.Luid, full, parent?.Luid, owner.Luid);
        data.Projects.Add(project);
        return project;
    }

    public ContentItem Workbook(Project project, string name, User owner, int number, params ConnectionSeed[] connections) =>
        Add(ContentKind.Workbook, project, name, owner, number, connections);

    public ContentItem Datasource(Project project, string name, User owner, int number, params ConnectionSeed[] connections) =>
        Add(ContentKind.Datasource, project, name, owner, number, connections);

    public void Side(SideContentKind kind, Project project, string name, User owner, int number, ConnectionSeed connection)
    {
        var luid = IdOf(kind.ToString().ToLowerInvariant(), $"{project.Path}/{name}#{number}");
        data.SideContents.Add(new SideContent
        {
            Luid = luid,
            Kind = kind,
            Name = name,
            Site = site,
            Project = project,
            Owner = owner,
            VizportalUrlId = $"{number}",
            CreatedAt = Born.AddMinutes(number),
            Connections = [connection.Template with { Luid = Luid.From($"{luid}/connection/1") }],
        });
    }

    /// <summary>Without an extract: nothing to refresh, and no task.</summary>
    public void Live(ContentItem item)
    {
        data.Put(item with { HasExtracts = false, ExtractUpdates = [], UpdatedAt = Published(item) });
        data.Tasks.RemoveAll(task => task.ItemLuid == item.Luid);
    }

    /// <summary>With an extract that nobody has refreshed since soon after its birth.</summary>
    public ContentItem Stale(ContentItem item)
    {
        var at = Published(item);
        var stale = item with { UpdatedAt = at, ExtractUpdates = [new ExtractUpdate(at, Incremental: false)] };
        data.Put(stale);
        return stale;
    }

    public void Incremental(ContentItem item) => AddTask(item, incremental: true);

    private ContentItem Add(ContentKind kind, Project project, string name, User owner, int number, ConnectionSeed[] connections)
    {
        var luid = IdOf(kind.ToString().ToLowerInvariant(), $"{project.Path}/{name}#{number}");
        var at = Born.AddMinutes(number);
        var refreshed = data.Start is { } start ? LastRefresh(start, number) : at.AddDays(30);
        var item = new ContentItem
        {
            Luid = luid,
            Kind = kind,
            Name = name,
            Site = site,
            Project = project,
            Owner = owner,
            VizportalUrlId = $"{number}",
            ContentUrl = $"{new string([.. name.Where(char.IsAsciiLetterOrDigit)])}_{number}",
            Size = SizeOf(kind, number),
            CreatedAt = at,
            UpdatedAt = refreshed,
            ExtractUpdates = [new ExtractUpdate(refreshed, Incremental: false)],
            Connections = [.. connections.Select((connection, index) => connection.Build(kind, name, $"{luid}/connection/{index + 1}"))],
            Tags = kind == ContentKind.Datasource ? ["certified"] : ImmutableArray<string>.Empty,
        };
        data.Put(item);
        AddTask(item, incremental: false);
        return item;
    }

    private static DateTimeOffset Published(ContentItem item) => item.CreatedAt.AddDays(30);

    /// <summary>One to twelve hours before the start, at a full second.</summary>
    private static DateTimeOffset LastRefresh(DateTimeOffset start, int number) =>
        start.AddTicks(-(start.Ticks % TimeSpan.TicksPerSecond)).AddMinutes(-(60 + (number * 37 % 660)));

    /// <summary>Megabytes, different for each item: of the seed in the order of the numbers, of generated ones in no order.</summary>
    private static int SizeOf(ContentKind kind, int number) => number < 1000
        ? (number % 100) + 2 + (20 * ((number / 100) - 1))
        : 200 + (2 * (number * 7 % 10_000)) + (kind == ContentKind.Workbook ? 0 : 1);

    private void AddTask(ContentItem item, bool incremental) =>
        data.Tasks.Add(new ExtractTask(Luid.From($"{item.Luid}/task/{incremental}"), site.Luid, item.Luid, incremental));

    private string IdOf(string kind, string name) => Luid.From($"{site.Name}/{kind}/{name}");
}
