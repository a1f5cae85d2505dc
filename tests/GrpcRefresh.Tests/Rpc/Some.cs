using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rpc;

/// <summary>Records whose contents do not matter.</summary>
internal static class Some
{
    public static CatalogItem Item => new(
        new SiteKey("default", "marketing"), ResourceType.Workbook, "123e4567-e89b-12d3-a456-426614174000", "Orders", ["Sales"], "", "", null, null);

    public static JobRecord Job => new()
    {
        JobId = "j1",
        Kind = JobKind.Refresh,
        State = JobState.Queued,
        Item = Item,
        Mode = RefreshMode.Full,
        Revision = 1,
        CreateTime = DateTimeOffset.UnixEpoch,
        UpdateTime = DateTimeOffset.UnixEpoch,
        RequestedBy = "127.0.0.1",
    };
}
