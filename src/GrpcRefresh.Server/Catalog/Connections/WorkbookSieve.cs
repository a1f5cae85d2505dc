using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Catalog.Connections;

/// <summary>
/// Spares the workbooks that certainly have no Snowflake connection a request each. The metadata API knows which, but it is an index:
/// off on some servers, late on all. What it does not know, or may not know yet, is looked at.
/// </summary>
internal sealed partial class WorkbookSieve(CatalogOptions options, TimeProvider time, ILogger<WorkbookSieve> logger)
{
    public async Task<IReadOnlyList<TableauItem>> SiftAsync(TableauSite site, IReadOnlyList<TableauItem> workbooks, CancellationToken ct)
    {
        if (!options.UseMetadata || workbooks.Count == 0)
        {
            return workbooks;
        }

        try
        {
            var databases = await site.ListWorkbookDatabasesAsync(ct);
            var settled = time.GetUtcNow() + site.ClockOffset - options.MetadataLag;
            return [.. workbooks.Where(workbook => !(workbook.UpdatedAt < settled && IsElsewhere(databases.GetValueOrDefault(workbook.Luid))))];
        }
        catch (TableauException e)
        {
            Log.NoMetadata(logger, site.Key, workbooks.Count, e.Message);
            return workbooks;
        }
    }

    // None at all may mean that the index could not make sense of the workbook, and a nameless one may be anything.
    private static bool IsElsewhere(IReadOnlySet<string>? databases) =>
        databases is { Count: > 0 } && !databases.Contains(ConnectionObstacles.Snowflake) && !databases.Contains("");

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The metadata API of {Site} does not tell what is behind its workbooks, so all {Count} are asked: {Reason}", EventName = "MetadataNotUsed")]
        public static partial void NoMetadata(ILogger logger, SiteKey site, int count, string reason);
    }
}
