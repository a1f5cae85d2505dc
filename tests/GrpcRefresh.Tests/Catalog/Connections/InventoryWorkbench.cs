using System.Security;
using System.Text.Json;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.Tests.Tableau;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Catalog.Connections;

/// <summary>The real inventory and the real Tableau neighbour over a site that a test fills. Nothing on it changed lately.</summary>
internal sealed class InventoryWorkbench : IDisposable
{
    public const string Metadata = "POST /api/metadata/graphql";
    public const string Account = "acme-analytics.snowflakecomputing.com";

    private readonly CancellationTokenSource _draining = new();
    private readonly Dictionary<string, List<(string Luid, string Xml)>> _items = new()
    {
        ["workbook"] = [],
        ["datasource"] = [],
        ["flow"] = [],
        ["virtualConnection"] = [],
    };

    public InventoryWorkbench(Action<CatalogOptions>? configure = null)
    {
        var options = new CatalogOptions();
        configure?.Invoke(options);
        Inventory = new ConnectionInventory(Options.Create(options), new Drain(_draining.Token), Tableau.Time, new LoggerFactory([Tableau.Log]));
        Listing = new ConnectionListing(Inventory, Tableau.Sites);
        Stub.On("GET /projects", _ => Answer.Page("projects", ["<project id=\"p\" name=\"Finance\"/>", "<project id=\"q\" name=\"Daily\" parentProjectId=\"p\"/>"]));
        foreach (var kind in _items.Keys)
        {
            Stub.On($"GET /{kind}s", _ => Answer.Page($"{kind}s", [.. _items[kind].Select(item => item.Xml)]));
        }

        Stub.On(Metadata, _ => Answer.Error("404000"));
    }

    public TableauWorkbench Tableau { get; } = new();

    public StubTableau Stub => Tableau.Stub;

    public ManualTimeProvider Time => Tableau.Time;

    public ConnectionInventory Inventory { get; }

    public ConnectionListing Listing { get; }

    public void Drain() => _draining.Cancel();

    /// <summary>Adds an item with these connections.</summary>
    public void Add(string kind, string luid, string connections, string project = "p", string updatedAt = "2026-08-01T00:00:00Z", string? name = null)
    {
        var title = SecurityElement.Escape(name ?? $"Name of {luid}");
        _items[kind].Add((luid, $"<{kind} id=\"{luid}\" name=\"{title}\" hasExtracts=\"true\" size=\"7\" updatedAt=\"{updatedAt}\"><project id=\"{project}\" name=\"Told\"/></{kind}>"));
        Stub.On(RouteOf(kind, luid), _ => Answer.Xml($"<connections>{connections}</connections>"));
    }

    public static string RouteOf(string kind, string luid) => $"GET /{kind}s/{luid}/connections";

    public static string OnSnowflake(string id = "c", string host = Account, string user = "TABLEAU_SVC") =>
        $"<connection id=\"{id}\" type=\"snowflake\" serverAddress=\"{host}\" serverPort=\"443\" userName=\"{user}\" embedPassword=\"true\"/>";

    public static string Link(string id, string sourceLuid, string sourceName) =>
        $"<connection id=\"{id}\" type=\"sqlproxy\" serverAddress=\"localhost\" userName=\"\"><datasource id=\"{sourceLuid}\" name=\"{sourceName}\"/></connection>";

    /// <summary>Has the metadata API know these workbooks, each with the types of its databases.</summary>
    public void Know(params (string Luid, string[] Databases)[] workbooks) => Stub.On(Metadata, _ => Answer.Json(Workbooks(workbooks)));

    public static string Workbooks(params (string Luid, string[] Databases)[] workbooks) => JsonSerializer.Serialize(new
    {
        data = new
        {
            workbooksConnection = new
            {
                nodes = workbooks.Select(workbook => new
                {
                    luid = workbook.Luid,
                    upstreamDatabases = workbook.Databases.Select(type => new { connectionType = type }),
                }),
                pageInfo = new { hasNextPage = false, endCursor = (string?)null },
            },
        },
    });

    public Task<InventoryReading> ReadAsync(bool all = false) => Inventory.ReadAsync(Tableau.Sites.All, all, default);

    public void Dispose()
    {
        Tableau.Dispose();
        _draining.Dispose();
    }
}
