using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Catalog.Connections;

public sealed class ConnectionObstacleTests
{
    [Theory]
    [InlineData("snowflake", "", null, ConnectionObstacle.Unspecified)]
    [InlineData("SNOWFLAKE", "Username Password", true, ConnectionObstacle.Unspecified)]
    [InlineData("snowflake", "Username Password", false, ConnectionObstacle.NoEmbeddedPassword)]
    [InlineData("snowflake", "oauth", true, ConnectionObstacle.Oauth)]
    [InlineData("snowflake", "oauth", false, ConnectionObstacle.Oauth)]
    [InlineData("snowflake", "auth-keypair", null, ConnectionObstacle.KeyPair)]
    [InlineData("snowflake", "auth-none", null, ConnectionObstacle.OtherAuthentication)]
    [InlineData("snowflake", "Kerberos", null, ConnectionObstacle.OtherAuthentication)]
    [InlineData("sqlserver", "", true, ConnectionObstacle.NotSnowflake)]
    [InlineData("", "", true, ConnectionObstacle.NotSnowflake)]
    [InlineData("sqlproxy", "", null, ConnectionObstacle.PublishedDatasource)]
    public void A_connection_of_a_workbook_or_data_source_is_left_alone_for_a_reason(
        string type, string word, bool? embedded, ConnectionObstacle expected)
    {
        foreach (var item in new[] { ConnectionItemType.Workbook, ConnectionItemType.Datasource })
        {
            var (obstacle, detail) = Of(item, type, word, embedded);
            Assert.Equal((expected, expected == ConnectionObstacle.Unspecified), (obstacle, detail.Length == 0));
        }
    }

    [Theory]
    [InlineData("snowflake", ConnectionObstacle.ItemType)]
    [InlineData("", ConnectionObstacle.ItemType)]
    [InlineData("sqlproxy", ConnectionObstacle.PublishedDatasource)]
    [InlineData("sqlserver", ConnectionObstacle.NotSnowflake)]
    public void Flows_and_virtual_connections_are_never_changed(string type, ConnectionObstacle expected)
    {
        Assert.Equal(expected, Of(ConnectionItemType.Flow, type, "", true).Obstacle);
        Assert.Equal(expected, Of(ConnectionItemType.VirtualConnection, type, "", true).Obstacle);
    }

    [Fact]
    public void The_word_of_Tableau_is_in_the_sentence() =>
        Assert.Contains("'Kerberos'", Of(ConnectionItemType.Workbook, "snowflake", "Kerberos", null).Detail, StringComparison.Ordinal);

    [Theory]
    [InlineData("Ledger", "luid", "data source 'Ledger' (luid), which")]
    [InlineData("Ledger", "", "data source 'Ledger', which")]
    [InlineData("", "luid", "data source luid, which")]
    [InlineData("", "", "data source behind it, whose name Tableau does not tell, which")]
    public void A_link_points_to_its_data_source(string name, string luid, string words)
    {
        var link = new TableauConnection("c", "sqlproxy", "", "", "", "", null) { DatasourceName = name, DatasourceLuid = luid };
        Assert.Contains(words, ConnectionObstacles.Of(ConnectionItemType.Workbook, link, AuthenticationKind.Password).Detail, StringComparison.Ordinal);
    }

    private static (ConnectionObstacle Obstacle, string Detail) Of(ConnectionItemType item, string type, string word, bool? embedded) =>
        ConnectionObstacles.Of(item, new TableauConnection("c", type, "host", "", "U", word, embedded), AuthenticationKinds.Of(word, false));
}
