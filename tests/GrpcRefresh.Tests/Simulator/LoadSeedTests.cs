using GrpcRefresh.Simulation.World;
using GrpcRefresh.Simulation.World.Seed;
using Xunit;

namespace GrpcRefresh.Tests.Simulator;

public sealed class LoadSeedTests
{
    private static readonly SeedPlan Large = new() { Workbooks = 400, Datasources = 200, ConnectionsPerItem = 10 / 3m, BothSites = true };

    [Fact]
    public void Six_hundred_items_have_two_thousand_connections_on_two_sites()
    {
        var items = Load(Large);

        Assert.Equal((600, 2000), (items.Count, items.Sum(item => item.Connections.Length)));
        Assert.Equal([3, 4], items.Select(item => item.Connections.Length).Distinct().Order());
        Assert.Equal([("", 300), ("marketing", 300)], items.CountBy(item => item.Site.ContentUrl).Select(count => (count.Key, count.Value)).Order());
        Assert.All(items, item => Assert.Equal((item.Site.Luid, item.Site.Luid), (item.Owner.SiteLuid, item.Project.SiteLuid)));
        Assert.All(items.SelectMany(item => item.Connections), connection => Assert.True(connection is { Type: "snowflake", UserName: "TABLEAU_SVC", EmbedPassword: true }));
    }

    [Fact]
    public void Ids_are_the_same_in_every_run_and_do_not_hang_on_how_many_there_are()
    {
        var (few, many, again) = (Load(new SeedPlan { Workbooks = 1 }), Load(Large), Load(Large));

        Assert.Equal(Luid.From("Default/workbook/Load/Workbook 0001#100001"), few.Single().Luid);
        Assert.Equal(few.Single().Luid, many[0].Luid);
        Assert.Equal(few.Single().Connections.Single().Luid, many[0].Connections[0].Luid);
        Assert.Equal(Luid.From("Marketing/workbook/Load/Workbook 0002#100002"), many[1].Luid);
        Assert.Equal(Luids(many), Luids(again));
        Assert.Equal(2600, Luids(many).Distinct().Count());
    }

    [Theory]
    [InlineData("2", 3, 6)]
    [InlineData("1.5", 3, 5)]
    [InlineData("3.3333", 300, 1000)]
    public void A_fraction_is_an_average(string average, int items, int connections)
    {
        var plan = new SeedPlan { Datasources = items, ConnectionsPerItem = decimal.Parse(average, System.Globalization.CultureInfo.InvariantCulture) };

        Assert.Equal(connections, Load(plan).Sum(item => item.Connections.Length));
    }

    [Fact]
    public void Less_than_one_connection_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Seeds.Create(new SeedPlan { ConnectionsPerItem = 0.5m }));

    [Fact]
    public void Sizes_tell_items_apart()
    {
        var data = Seeds.Create(Large with { Variety = true });

        Assert.All(data.Items.Values.GroupBy(item => item.Size), same => Assert.Single(same));
        Assert.Equal("Sales/Orders", data.Items.Values.MinBy(item => item.Size)!.Path);
    }

    [Fact]
    public void Extracts_were_refreshed_in_the_hours_before_the_start_but_for_one()
    {
        var start = new DateTimeOffset(2026, 9, 1, 6, 30, 0, TimeSpan.Zero).AddMilliseconds(250);

        var items = Seeds.Create(Large with { Start = start }).Items.Values.ToLookup(item => item.Path == "Sales/Orders");

        Assert.Equal(new DateTimeOffset(2025, 2, 5, 9, 41, 0, TimeSpan.Zero), items[true].Single().ExtractUpdates.Single().At);
        Assert.All(items[false].Where(item => item.HasExtracts), item =>
        {
            Assert.InRange(start - item.ExtractUpdates.Single().At, TimeSpan.FromHours(1), TimeSpan.FromHours(12));
            Assert.Equal((0, item.UpdatedAt), (item.UpdatedAt.Ticks % TimeSpan.TicksPerSecond, item.ExtractUpdates.Single().At));
        });
        Assert.All(items[false].Where(item => !item.HasExtracts), item => Assert.Empty(item.ExtractUpdates));
    }

    [Fact]
    public void Variety_has_each_word_for_a_way_of_signing_in_and_is_added_on_demand()
    {
        var plain = Seeds.Create(new SeedPlan()).Items.Values;
        var words = Seeds.Create(new SeedPlan { Variety = true }).Items.Values.Where(item => item.Project.Name == "Variety")
            .SelectMany(item => item.Connections).Where(connection => connection.Type == "snowflake").ToList();

        Assert.DoesNotContain(plain, item => item.Project.Name == "Variety");
        Assert.Equal(
            [null, "AD Service Principal", "Username Password", "auth-keypair", "auth-none", "auth-user-pass", "oauth", "username-password"],
            words.Select(connection => connection.AuthenticationType).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["443"], words.Select(connection => connection.ServerPort).OfType<string>());
        Assert.Equal(4, words.Select(connection => connection.ServerAddress).Distinct().Count());
    }

    private static List<ContentItem> Load(SeedPlan plan) => [.. Seeds.Create(plan).Items.Values.Where(item => item.Project.Name == "Load")];

    private static IEnumerable<string> Luids(IEnumerable<ContentItem> items) =>
        items.SelectMany(item => item.Connections.Select(connection => connection.Luid).Prepend(item.Luid));
}
