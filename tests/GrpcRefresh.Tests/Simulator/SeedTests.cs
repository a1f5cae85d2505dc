using GrpcRefresh.Simulation.World;
using GrpcRefresh.Simulation.World.Seed;
using Xunit;

namespace GrpcRefresh.Tests.Simulator;

public sealed class SeedTests
{
    private readonly WorldData _data = Seeds.Create(workbooks: 3, datasources: 2);

    [Fact]
    public void Ids_never_change_because_demos_and_mapping_tables_hold_them()
    {
        Assert.Equal("21b111cb-fe6e-5fca-ad18-1c43f53ad548", Luid.From("Default"));
        Assert.Equal("3d62b432-9bad-57e4-aa89-83cff3b85c58", Item("Sales/Orders").Luid);
        Assert.Equal(Luid.From("Default/workbook/Sales/EMEA/Pipeline#201"), Item("Sales/EMEA/Pipeline").Luid);
        Assert.Equal("d3226c5c-4c42-5155-8168-c66aee6b4c03", Item("Finance/Ledger").Luid);
    }

    [Fact]
    public void All_ids_differ()
    {
        var luids = _data.Items.Keys.Concat(_data.Projects.Select(project => project.Luid)).Concat(_data.Tasks.Select(task => task.Luid))
            .Concat(_data.Items.Values.SelectMany(item => item.Connections).Select(connection => connection.Luid)).ToList();

        Assert.Equal(luids.Count, luids.Distinct().Count());
        Assert.Equal(_data.Items.Count, _data.Items.Values.Select(item => item.VizportalUrlId).Distinct().Count());
    }

    [Fact]
    public void Every_password_is_valid_at_the_start() => Assert.All(
        _data.Items.Values.SelectMany(item => item.Connections).Where(connection => connection.NeedsPassword),
        connection => Assert.True(_data.Snowflake.Accepts(connection.UserName, connection.Secret)));

    [Fact]
    public void There_is_one_of_each_thing_that_makes_names_hard()
    {
        Assert.Equal(["Marketing/Sales", "Sales"], Projects("Sales"));
        Assert.Equal(2, _data.Items.Values.Count(item => item.Path == "Sales/Regional Overview"));
        Assert.Equal(["Marketing/Sales/Forecast", "Sales/Forecast"], Paths("Forecast"));
    }

    [Fact]
    public void Generated_items_are_numbered()
    {
        var load = _data.Items.Values.Where(item => item.Project.Name == "Load").Select(item => item.Name);

        Assert.Equal(["Workbook 0001", "Workbook 0002", "Workbook 0003", "Datasource 0001", "Datasource 0002"], load);
    }

    private ContentItem Item(string path) => _data.Items.Values.Single(item => item.Path == path);

    private IEnumerable<string> Projects(string name) =>
        _data.Projects.Where(project => project.Name == name).Select(project => project.Path).Order();

    private IEnumerable<string> Paths(string name) => _data.Items.Values.Where(item => item.Name == name).Select(item => item.Path).Order();
}
