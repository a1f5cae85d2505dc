using System.Net;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Tests.Tableau;
using static GrpcRefresh.Tests.Catalog.Connections.InventoryWorkbench;

namespace GrpcRefresh.Tests.Catalog.Connections;

/// <summary>Each route of an inventory under each fault that stays: a gap, the way round, or the error when nothing is left.</summary>
public sealed class InventoryFaultTests
{
    private const string Complete = "complete";
    private const string SiteGap = "gap of the site";
    private const string ItemGap = "gap of the item";

    /// <summary>A wait that concerns the whole site: how much had been read by then is left to chance.</summary>
    private const string Stopped = "gaps from the item on";

    private static readonly Dictionary<string, Func<HttpResponseMessage>> Faults = new()
    {
        ["500"] = () => Answer.Error("500000"),
        ["HTML 503"] = () => Answer.Text(HttpStatusCode.ServiceUnavailable, "text/html", "<html/>"),
        ["empty 504"] = () => Answer.Empty(HttpStatusCode.GatewayTimeout),
        ["reset"] = () => throw new HttpRequestException("lost", new IOException("reset")),
        ["429"] = () => Answer.Error("429000", "Please retry after 2 minutes."),
        ["403"] = () => Answer.Error("403004"),
        ["unknown address"] = () => Answer.Error("404003"),
        ["wrong verb"] = () => Answer.Error("405000"),
        ["unknown filter"] = () => Answer.Error("400065"),
        ["sign-on page"] = () => Answer.Text(HttpStatusCode.OK, "text/html", "<html/>"),
        ["malformed"] = () => Answer.Text(HttpStatusCode.OK, "application/xml", "<tsResponse"),
        ["nothing"] = () => Answer.Empty(HttpStatusCode.OK),
    };

    private static readonly (string Route, string Usual, (string Fault, string Outcome)[] But)[] Routes =
    [
        ("GET /serverinfo", "TableauUnreachable", [
            ("429", "TableauThrottled"), ("403", "TableauForbidden"), ("unknown address", "TableauRefused"), ("wrong verb", "TableauRefused"), ("unknown filter", "TableauRefused")]),
        ("GET /projects", "TableauUnreachable", [
            ("429", "TableauThrottled"), ("403", "TableauForbidden"), ("unknown address", "TableauRefused"), ("wrong verb", "TableauRefused"), ("unknown filter", "TableauRefused")]),
        ("GET /workbooks", SiteGap, []),
        ("GET /datasources", SiteGap, []),
        ("GET /flows", SiteGap, []),
        ("GET /virtualConnections", SiteGap, []),
        (Metadata, Complete, []),
        (RouteOf("workbook", "w"), ItemGap, [("429", Stopped)]),
        (RouteOf("datasource", "d"), ItemGap, [("429", Stopped)]),
        (RouteOf("flow", "f"), ItemGap, [("429", Stopped)]),
        (RouteOf("virtualConnection", "v"), ItemGap, [("429", Stopped)]),
    ];

    public static TheoryData<string, string, string> Cells
    {
        get
        {
            var cells = new TheoryData<string, string, string>();
            foreach (var (route, usual, but) in Routes)
            {
                foreach (var fault in Faults.Keys)
                {
                    cells.Add(route, fault, but.FirstOrDefault(each => each.Fault == fault).Outcome ?? usual);
                }
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Nothing_is_missed_without_a_word(string route, string fault, string outcome)
    {
        using var bench = new InventoryWorkbench();
        bench.Add("workbook", "w", OnSnowflake("cw"));
        bench.Add("datasource", "d", OnSnowflake("cd"));
        bench.Add("flow", "f", OnSnowflake("cf"));
        bench.Add("virtualConnection", "v", OnSnowflake("cv"));
        bench.Know(("w", ["snowflake"]));
        bench.Stub.On(route, Faults[fault]);

        Assert.Equal(outcome, await OutcomeAsync(bench));
        Assert.InRange(bench.Stub.Count(route), 1, fault == "unknown filter" ? 2 : 4);
    }

    private static bool Told(InventoryHole gap, string code) => gap.Detail.Contains(code, StringComparison.Ordinal);

    private static async Task<string> OutcomeAsync(InventoryWorkbench bench)
    {
        try
        {
            var reading = await bench.ReadAsync();
            return reading switch
            {
                { Gaps: [] } => Complete,
                { Gaps: [{ ItemLuid: "" }], Connections.Count: 3 } => SiteGap,
                { Gaps: [{ ItemLuid.Length: 1 }], Connections.Count: 3 } when !Told(reading.Gaps[0], "429000") => ItemGap,
                { Connections.Count: < 4 } when reading.Gaps.All(gap => Told(gap, "429000")) => Stopped,
                _ => $"{reading.Connections.Count} connections, gaps: {string.Join('\n', reading.Gaps)}",
            };
        }
        catch (RefusedException e)
        {
            return e.Failure.Reason.ToString();
        }
    }
}
