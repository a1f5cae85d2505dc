using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Rpc;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rpc;

public sealed class ConnectionMessagesTests
{
    private static readonly ConnectionRecord Record = new(
        new SiteKey("main", "sales"), ConnectionItemType.Flow, "item", "Item", ["Finance", "Daily"], "c", "snowflake", "HOST", "443", "U", "oauth",
        AuthenticationKind.Oauth, null, ConnectionObstacle.Oauth, "why")
    {
        DatasourceLuid = "d",
        DatasourceName = "D",
    };

    [Fact]
    public void Every_part_of_a_connection_is_shown() => Assert.Equal(
        new Connection
        {
            ConnectionId = "c",
            Server = "main",
            Site = "sales",
            ItemType = ConnectionItemType.Flow,
            ItemLuid = "item",
            ItemName = "Item",
            ProjectPath = { "Finance", "Daily" },
            ConnectionType = "snowflake",
            ServerAddress = "HOST",
            ServerPort = 443,
            UserName = "U",
            AuthenticationType = "oauth",
            AuthenticationKind = AuthenticationKind.Oauth,
            EmbedPassword = false,
            HasExtracts = true,
            Obstacle = ConnectionObstacle.Oauth,
            ObstacleDetail = "why",
            DatasourceLuid = "d",
            DatasourceName = "D",
        },
        ConnectionMessages.Of(Record with { EmbedPassword = false, HasExtracts = true }));

    [Theory]
    [InlineData("")]
    [InlineData("default")]
    public void What_Tableau_does_not_tell_is_absent(string port)
    {
        var connection = ConnectionMessages.Of(Record with { ServerPort = port });
        Assert.Equal((false, false, 0), (connection.HasEmbedPassword, connection.HasHasExtracts, connection.ServerPort));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void Gaps_are_shown_as_long_as_they_fit(int count) => Assert.Equal(count, ConnectionMessages.Of(Holes(count)).Count());

    [Fact]
    public void The_last_gap_says_how_many_more_there_are()
    {
        var gaps = ConnectionMessages.Of(Holes(250)).ToList();
        Assert.Equal((100, new InventoryGap { Server = "main", Site = "sales", ItemLuid = "98", Detail = "why" }), (gaps.Count, gaps[98]));
        Assert.StartsWith("151 further gaps", gaps[99].Detail, StringComparison.Ordinal);
    }

    private static InventoryHole[] Holes(int count) => [.. Enumerable.Range(0, count).Select(i => new InventoryHole(Record.Site, $"{i}", "why"))];
}
