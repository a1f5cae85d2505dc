using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Catalog.Connections;

public sealed class ConnectionOrderTests
{
    private static readonly ConnectionRecord[] Ordered =
    [
        The.Connection(site: new SiteKey("a", "z"), name: "z"),
        The.Connection(site: new SiteKey("default", ""), type: ConnectionItemType.Workbook, path: [], name: "zz"),
        The.Connection(type: ConnectionItemType.Workbook, path: ["Finance"], name: "Zebra"),
        The.Connection(type: ConnectionItemType.Workbook, path: ["Finance", "Daily"], name: "apple"),
        The.Connection(type: ConnectionItemType.Workbook, path: ["Finance", "Daily"], name: "Banana", item: "1"),
        The.Connection(type: ConnectionItemType.Workbook, path: ["Finance", "Daily"], name: "Banana", item: "2", id: "1"),
        The.Connection(type: ConnectionItemType.Workbook, path: ["Finance", "Daily"], name: "Banana", item: "2", id: "2"),
        The.Connection(type: ConnectionItemType.Workbook, path: ["Finance", "Daily"], name: "banana", item: "0"),
        The.Connection(type: ConnectionItemType.Workbook, path: ["Finance (old)"], name: "apple"),
        The.Connection(type: ConnectionItemType.Datasource, path: ["Archive"], name: "a"),
        The.Connection(type: ConnectionItemType.Flow, path: ["Archive"], name: "a"),
        The.Connection(site: new SiteKey("default", "sales"), name: "a"),
    ];

    [Fact]
    public void Connections_come_by_server_site_kind_project_name_and_id()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var shuffled = Ordered.ToArray();
            new Random(seed).Shuffle(shuffled);
            Assert.Equal(Ordered, ConnectionOrder.Sort(shuffled));
        }
    }

    [Fact]
    public void The_order_of_two_is_that_of_all()
    {
        for (var i = 0; i < Ordered.Length; i++)
        {
            for (var j = 0; j < Ordered.Length; j++)
            {
                Assert.Equal(i.CompareTo(j), Math.Sign(ConnectionOrder.Instance.Compare(Ordered[i], Ordered[j])));
            }
        }
    }
}
