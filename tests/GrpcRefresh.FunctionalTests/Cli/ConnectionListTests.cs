namespace GrpcRefresh.FunctionalTests.Cli;

public sealed class ConnectionListTests : RotationToolTest
{
    private const string List = $"connection list --host {Host} --user {User}";

    [Fact]
    public async Task A_table_has_a_heading_and_a_line_for_each_connection()
    {
        var run = await RunAsync(List);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Matches("^SITE +KIND +CONTENT +TYPE +HOST +USER ", run.Lines[0]);
        Assert.Equal(4, run.Lines.Count - 1);
        Assert.Contains(run.Lines, line => line.StartsWith("(default)  datasource  Operations / Shipments ", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.Contains("  flow        Operations / Clean Shipments", StringComparison.Ordinal) && line.EndsWith("It belongs to a flow, which this service does not change. Edit the flow's connection in Tableau.", StringComparison.Ordinal));
        Assert.Equal(0, Updates);
    }

    [Fact]
    public async Task What_a_rotation_would_leave_alone_is_listed_with_the_reason()
    {
        var run = await RunAsync("connection list --authentication oauth");

        Assert.Matches("Marketing / Leads .* oauth .*OAuth", Assert.Single(run.Lines.Skip(1)));
    }

    [Fact]
    public async Task Json_is_a_connection_a_line_with_the_names_of_the_contract()
    {
        var objects = Objects(await RunAsync($"{List} -o json"));

        Assert.Equal(["Clean Shipments", "Delivery Times", "Inventory Snapshot", "Shipments"], objects.Select(one => Text(one, "itemName")).Order(StringComparer.Ordinal));
        Assert.All(objects, one => Assert.Equal((User, "AUTHENTICATION_KIND_PASSWORD"), (Text(one, "userName"), Text(one, "authenticationKind"))));
    }

    [Fact]
    public async Task Csv_quotes_what_it_must_and_gives_a_spreadsheet_no_formula()
    {
        var shipments = Service.Tableau.World.Item("Operations/Shipments");
        Service.Tableau.World.ChangeItem(shipments.Luid, item => item with { Name = "=1+1, \"really\"" });

        var run = await RunAsync($"{List} --type datasource --output csv");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.StartsWith("connectionId,server,site,itemType,itemLuid,itemName,projectPath,", run.Lines[0], StringComparison.Ordinal);
        Assert.Contains(run.Lines, line => line.Contains($",datasource,{shipments.Luid},\"'=1+1, \"\"really\"\"\",Operations,snowflake,", StringComparison.Ordinal));
        Assert.Equal(3, run.Lines.Count);
    }

    [Fact]
    public async Task All_types_brings_connections_to_other_databases()
    {
        var snowflake = await RunAsync("connection list --project Operations");
        var all = await RunAsync("connection list --project Operations --all-types");

        Assert.DoesNotContain("sqlserver", snowflake.Output, StringComparison.Ordinal);
        Assert.Contains("sqlserver", all.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_fits_is_said_apart_from_the_results()
    {
        var run = await RunAsync($"connection list --host {Host} --user NOBODY");
        var csv = await RunAsync($"connection list --host {Host} --user NOBODY -o csv");

        Assert.Equal((0, "", "No connection fits.\n"), (run.ExitCode, run.Output, run.Errors));
        Assert.StartsWith("connectionId,", Assert.Single(csv.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_selector_is_refused_with_the_field()
    {
        var run = await RunAsync("connection list --site nowhere");

        Assert.Equal((7, ""), (run.ExitCode, run.Output));
        Assert.Contains("SITE_NOT_CONFIGURED", run.Errors, StringComparison.Ordinal);
    }
}
