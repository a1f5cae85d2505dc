using GrpcRefresh.Server.Catalog.Mapping;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc;

/// <summary>Syncs as the contract shows them.</summary>
internal static class SyncMessages
{
    public static SyncCatalogResponse Of(IEnumerable<SiteSync> sites) => new() { Sites = { sites.Select(Of) } };

    private static SyncedSite Of(SiteSync site) => new()
    {
        Server = site.Site.Server,
        Site = site.Site.ContentUrl,
        Workbooks = site.Workbooks,
        Datasources = site.Datasources,
        Added = site.Added,
        Changed = site.Changed,
        Vanished = site.Vanished,
        Returned = site.Returned,
        Error = site.Error is { } error ? FailureStatus.Of(error) : null,
    };
}
