using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Tests.Tableau;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Catalog;

/// <summary>The real catalogue and the real Tableau neighbour over a small site: two projects named Daily, one in Sales, one in Finance.</summary>
internal sealed class CatalogWorkbench : IDisposable
{
    public static readonly string SalesOrders = Luid(1);
    public static readonly string FinanceOrders = Luid(2);
    public static readonly string SalesReturns = Luid(3);
    public static readonly string PersonalNotes = Luid(4);

    private readonly TableauWorkbench _tableau = new(server =>
    {
        server.Aliases.Add("bi.example.com");
        server.Sites.Add(new TableauSiteOptions { ContentUrl = "sales", Credential = { PatName = "other-pat", PatSecret = new("other") } });
    });

    public CatalogWorkbench(Action<CatalogOptions>? configure = null)
    {
        var options = new CatalogOptions();
        configure?.Invoke(options);
        Catalog = new ResourceCatalog(_tableau.Sites, Options.Create(options), _tableau.Time);
        Scoped = new ScopedCatalog(Catalog, _tableau.Sites);
        Stub.On("GET /projects", _ => Answer.Page("projects", [.. Projects]));
        Stub.On("GET /workbooks", List);
        Stub.On("GET /users/ada", _ => Answer.Xml("<user id=\"ada\" name=\"ada@example.com\"/>"));
        Stub.On("GET /users/hidden", _ => Answer.Error("403004"));
        foreach (var luid in new[] { SalesOrders, FinanceOrders, SalesReturns, PersonalNotes })
        {
            Stub.On($"GET /workbooks/{luid}", _ => Workbooks.TryGetValue(luid, out var xml) ? Answer.Xml(xml) : Answer.Error("404006"));
        }
    }

    public ResourceCatalog Catalog { get; }

    public ScopedCatalog Scoped { get; }

    public StubTableau Stub => _tableau.Stub;

    public Infrastructure.ManualTimeProvider Time => _tableau.Time;

    public List<string> Projects { get; } =
    [
        "<project id=\"sales\" name=\"Sales\"/>",
        "<project id=\"finance\" name=\"Finance\"/>",
        "<project id=\"sales-daily\" name=\"Daily\" parentProjectId=\"sales\"/>",
        "<project id=\"finance-daily\" name=\"Daily\" parentProjectId=\"finance\"/>",
    ];

    public Dictionary<string, string> Workbooks { get; } = new()
    {
        [SalesOrders] = Workbook(SalesOrders, "Orders", "sales-daily", "ada"),
        [FinanceOrders] = Workbook(FinanceOrders, "Orders", "finance-daily", "hidden"),
        [SalesReturns] = Workbook(SalesReturns, "Returns", "sales-daily", "ada"),
        [PersonalNotes] = $"<workbook id=\"{PersonalNotes}\" name=\"Notes\"><owner id=\"ada\"/></workbook>",
    };

    public static string Luid(int number) => $"6f1a3c1e-2222-4444-8888-{number:D12}";

    public static string Workbook(string luid, string name, string project, string owner) =>
        $"<workbook id=\"{luid}\" name=\"{name}\" hasExtracts=\"true\" webpageUrl=\"https://tableau.example.com/#/workbooks/{luid[^2..].TrimStart('0')}\">" +
        $"<project id=\"{project}\" name=\"Daily\"/><owner id=\"{owner}\"/></workbook>";

    public Task<CatalogItem> ResolveAsync(ResourceReference reference) => Catalog.ResolveAsync(reference, default);

    public static ResourceReference ByLuid(string luid) => new(ResourceType.Workbook, "", "", luid, null, null);

    public static ResourceReference ByPath(string name, params string[] projects) =>
        new(ResourceType.Workbook, "", "", null, new ResourceNamePath(projects, name), null);

    public static ResourceReference ByUrl(string url, ResourceType type = ResourceType.Unspecified, string site = "", string server = "") =>
        new(type, server, site, null, null, url);

    public void Dispose() => _tableau.Dispose();

    private HttpResponseMessage List(TableauCall call)
    {
        var name = call.Query.StartsWith("?filter=name:eq:", StringComparison.Ordinal) ? call.Query["?filter=name:eq:".Length..].Split('&')[0] : null;
        return Answer.Page("workbooks", [.. Workbooks.Values.Where(xml => name is null || xml.Contains($"name=\"{name}\"", StringComparison.Ordinal))]);
    }
}
