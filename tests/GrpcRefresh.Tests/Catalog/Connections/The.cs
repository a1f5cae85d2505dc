using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Catalog.Connections;

/// <summary>Connections whose values a test asserts on.</summary>
internal static class The
{
    public static readonly SiteKey Site = new("default", "");

    public static ConnectionRecord Connection(
        string id = "c",
        string item = "i",
        string name = "Item",
        string[]? path = null,
        ConnectionItemType type = ConnectionItemType.Workbook,
        string host = InventoryWorkbench.Account,
        string user = "TABLEAU_SVC",
        AuthenticationKind kind = AuthenticationKind.Password,
        SiteKey? site = null) => new(
            site ?? Site, type, item, name, path ?? ["Finance", "Daily"], id, "snowflake", host, "443", user, "", kind, true, ConnectionObstacle.Unspecified, "");
}
