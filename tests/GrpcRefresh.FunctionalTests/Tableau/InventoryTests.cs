using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Tableau;

public sealed class InventoryTests
{
    [Fact]
    public async Task Every_Snowflake_connection_of_all_sites_is_found()
    {
        await using var neighbour = await Neighbour.StartAsync();

        var reading = await ReadAsync(neighbour);

        var seeded = neighbour.Simulator.World.Data.Items.Values.SelectMany(item => item.Connections, (item, connection) => (item, connection))
            .Where(each => each.connection.Type == "snowflake").Select(each => each.connection.Luid);
        Assert.Equal(seeded.Order(), reading.Connections.Where(connection => connection.IsSnowflake).Select(connection => connection.ConnectionId).Order());
        Assert.All(reading.Connections, connection => Assert.NotEmpty(connection.ProjectPath));
        Assert.All(reading.Connections, connection => Assert.NotNull(connection.ItemSize));
    }
}
