using GrpcRefresh.Simulation.Rest;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.GraphQl;

/// <summary>The model behind one query: the caller's site, as far as the index has caught up with it.</summary>
internal sealed class MetadataModel
{
    private readonly RestCall _call;
    private readonly GraphQlType _workbook = new("Workbook");
    private readonly GraphQlType _published = new("PublishedDatasource");
    private readonly GraphQlType _embedded = new("EmbeddedDatasource");
    private readonly GraphQlType _database = new("Database");
    private readonly GraphQlType _user = new("TableauUser");

    public MetadataModel(RestCall call)
    {
        _call = call;
        Items = [.. call.World.Data.Items.Values.Where(item => item.Site == call.Site)];
        DescribeContent();
        DescribeSurroundings();
    }

    public GraphQlType Root { get; } = new("Query");

    private IReadOnlyList<ContentItem> Items { get; }

    private void DescribeContent()
    {
        foreach (var type in new[] { _workbook, _published })
        {
            type.Value<ContentItem>("id", item => item.Luid)
                .Value<ContentItem>("luid", item => item.Luid)
                .Value<ContentItem>("name", item => item.Name)
                .Value<ContentItem>("vizportalUrlId", item => item.VizportalUrlId)
                .Value<ContentItem>("projectName", item => item.Project.Name)
                .Value<ContentItem>("projectLuid", item => item.Project.Luid)
                .Value<ContentItem>("createdAt", item => item.CreatedAt)
                .Value<ContentItem>("updatedAt", item => item.UpdatedAt)
                .Object<ContentItem>("owner", _user, item => item.Owner)
                .Object<ContentItem>("upstreamDatabases", _database, Databases);
        }

        DescribeExtracts(_published).Object<ContentItem>("downstreamWorkbooks", _workbook, Downstream);
        _workbook.Object<ContentItem>("embeddedDatasources", _embedded, item => item.Connections.Select(connection => new EmbeddedSource(item, connection)))
            .Object<ContentItem>("upstreamDatasources", _published, item => Items.Where(source => IsLinked(item, source)));
        DescribeEmbedded();
    }

    private GraphQlType DescribeExtracts(GraphQlType type) => type
        .Value<ContentItem>("hasExtracts", item => item.HasExtracts)
        .Value<ContentItem>("extractLastRefreshTime", item => LastUpdate(item, incremental: false))
        .Value<ContentItem>("extractLastIncrementalUpdateTime", item => LastUpdate(item, incremental: true))
        .Value<ContentItem>("extractLastUpdateTime", item => LastUpdate(item, incremental: null));

    private void DescribeEmbedded() => _embedded
        .Value<EmbeddedSource>("id", source => source.Connection.DatasourceLuid)
        .Value<EmbeddedSource>("name", source => source.Connection.DatasourceName)
        .Value<EmbeddedSource>("hasExtracts", source => source.HasExtracts)
        .Value<EmbeddedSource>("extractLastRefreshTime", source => source.HasExtracts ? LastUpdate(source.Item, incremental: false) : null)
        .Value<EmbeddedSource>("extractLastIncrementalUpdateTime", source => source.HasExtracts ? LastUpdate(source.Item, incremental: true) : null)
        .Value<EmbeddedSource>("extractLastUpdateTime", source => source.HasExtracts ? LastUpdate(source.Item, incremental: null) : null)
        .Object<EmbeddedSource>("workbook", _workbook, source => source.Item);

    private void DescribeSurroundings()
    {
        _user.Value<User>("id", user => user.Luid)
            .Value<User>("luid", user => user.Luid)
            .Value<User>("name", user => user.FullName)
            .Value<User>("username", user => user.Name);
        _database.Value<MetadataDatabase>("id", database => database.Luid)
            .Value<MetadataDatabase>("luid", database => database.Luid)
            .Value<MetadataDatabase>("name", database => database.Name)
            .Value<MetadataDatabase>("connectionType", database => database.ConnectionType)
            .Value<MetadataDatabase>("hostName", database => database.HostName)
            .Object<MetadataDatabase>("downstreamWorkbooks", _workbook, database => Cut(database.Of(ContentKind.Workbook)))
            .Object<MetadataDatabase>("downstreamDatasources", _published, database => Cut(database.Of(ContentKind.Datasource)));
        DescribeRoot("workbooks", _workbook, arguments => Items.Where(Filter(ContentKind.Workbook, arguments)));
        DescribeRoot("publishedDatasources", _published, arguments => Items.Where(Filter(ContentKind.Datasource, arguments)));
        DescribeRoot("databases", _database, arguments => MetadataDatabase.In(Items).Where(MetadataFilter.Databases(arguments)));
        DescribeRoot("databaseServers", _database, arguments => MetadataDatabase.In(Items).Where(MetadataFilter.Databases(arguments)));
    }

    private void DescribeRoot(string name, GraphQlType type, Func<IReadOnlyDictionary<string, object?>, IEnumerable<object>> rows)
    {
        var info = new GraphQlType("PageInfo")
            .Value<MetadataPage>("hasNextPage", page => page.HasNextPage)
            .Value<MetadataPage>("endCursor", page => page.EndCursor);
        var connection = new GraphQlType($"{type.Name}sConnection")
            .Object<MetadataPage>("nodes", type, page => Cut(page.Nodes))
            .Object<MetadataPage>("pageInfo", info, page => page)
            .Value<MetadataPage>("totalCount", page => page.TotalCount);
        Root.Object(name, type, (_, arguments) => Cut(rows(arguments)))
            .Object($"{name}Connection", connection, (_, arguments) => MetadataPage.Of([.. rows(arguments)], arguments));
    }

    private static Func<ContentItem, bool> Filter(ContentKind kind, IReadOnlyDictionary<string, object?> arguments)
    {
        var filter = MetadataFilter.Items(arguments);
        return item => item.Kind == kind && filter(item);
    }

    /// <summary>In the partial mode, half of each list.</summary>
    private List<object> Cut(IEnumerable<object> rows)
    {
        var all = rows.ToList();
        return _call.World.Settings.MetadataError is null ? all : all[..(all.Count / 2)];
    }

    private List<MetadataDatabase> Databases(ContentItem item) => [.. MetadataDatabase.In([item])];

    private IEnumerable<ContentItem> Downstream(ContentItem source) =>
        Items.Where(item => IsLinked(item, source));

    private static bool IsLinked(ContentItem item, ContentItem source) =>
        item.Connections.Any(connection => connection.IsLinkToPublishedSource && connection.DatasourceLuid == source.Luid);

    private DateTimeOffset? LastUpdate(ContentItem item, bool? incremental) => item.ExtractUpdates.LastOrDefault(update =>
        (incremental is null || update.Incremental == incremental) && update.At + _call.World.Settings.MetadataLag <= _call.Now)?.At;

    private sealed record EmbeddedSource(ContentItem Item, ItemConnection Connection)
    {
        public bool HasExtracts => Item.HasExtracts && !Connection.IsLinkToPublishedSource;
    }
}
