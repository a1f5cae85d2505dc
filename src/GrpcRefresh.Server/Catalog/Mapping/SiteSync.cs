namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>What a sync did, or would do, about one site.</summary>
/// <param name="Error">Why nothing was done, or nothing marked as vanished; null when all went well.</param>
internal sealed record SiteSync(
    SiteKey Site, int Workbooks = 0, int Datasources = 0, int Added = 0, int Changed = 0, int Vanished = 0, int Returned = 0, Failure? Error = null);
