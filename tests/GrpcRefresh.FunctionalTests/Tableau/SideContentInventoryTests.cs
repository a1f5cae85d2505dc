using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Tableau;

public sealed class SideContentInventoryTests
{
    [Theory]
    [InlineData("3.27", 0)]
    [InlineData("3.17", 2)]
    public async Task Flows_and_virtual_connections_are_listed_and_never_changed(string version, int gaps)
    {
        await using var neighbour = await Neighbour.StartAsync(options => options.ApiVersion = version);

        var reading = await neighbour.Inventory.ReadAsync(neighbour.Sites.All, allConnectionTypes: false, default);

        // Virtual connections cannot be listed below 3.18, which each of the two sites says.
        Assert.Equal(gaps, reading.Gaps.Count);
        var left = reading.Connections.Where(connection => connection.Obstacle == ConnectionObstacle.ItemType).ToList();
        Assert.Contains(left, connection => connection is { ItemType: ConnectionItemType.Flow, ItemName: "Clean Shipments", UserName: "OPERATIONS_SVC" });
        Assert.Equal(
            gaps == 0,
            left.Any(connection => connection is { ItemType: ConnectionItemType.VirtualConnection, ItemName: "Finance Warehouse", UserName: "FINANCE_SVC" }));
        Assert.All(left, connection => Assert.NotEmpty(connection.ProjectPath));
    }
}
