using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>Brings the mapping table up to date with what sites list. Rows are added, changed and marked; none is deleted.</summary>
/// <remarks>Tableau first, then Snowflake in one go: a warehouse is resumed once and does not wait for Tableau.</remarks>
internal sealed partial class CatalogSync
{
    private readonly TableauSites _sites;
    private readonly MappingWriter _table;
    private readonly SiteListing _listing;
    private readonly TimeProvider _time;
    private readonly ILogger<CatalogSync> _logger;

    public CatalogSync(TableauSites sites, MappingWriter table, IOptions<CatalogOptions> options, TimeProvider time, ILogger<CatalogSync> logger)
    {
        (_sites, _table, _time, _logger) = (sites, table, time, logger);
        _listing = new SiteListing(new OwnerNames(options.Value, time), options.Value.ConnectionReads, time);
    }

    /// <exception cref="RefusedException">SNOWFLAKE_NOT_CONFIGURED.</exception>
    public void DemandAccount() => _table.DemandAccount();

    /// <exception cref="RefusedException">Snowflake cannot be asked. Trouble with a site is told of that site.</exception>
    public async Task<IReadOnlyList<SiteSync>> RunAsync(IReadOnlyList<TableauSite> sites, bool validateOnly, CancellationToken ct)
    {
        var listings = await Task.WhenAll(sites.Select(site => ListAsync(site, ct)));
        if (listings.All(listing => listing.Items is null))
        {
            return [.. listings.Select(listing => listing.Trouble!)];
        }

        var rows = await _table.ReadAsync(ct);
        List<SiteSync> done = [];
        foreach (var (site, items, trouble) in listings)
        {
            done.Add(items is null ? trouble! : await ApplyAsync(site, items, rows, validateOnly, ct));
        }

        return done;
    }

    private async Task<(TableauSite Site, IReadOnlyList<ListedItem>? Items, SiteSync? Trouble)> ListAsync(TableauSite site, CancellationToken ct)
    {
        try
        {
            return (site, await _listing.ReadAsync(site, ct), null);
        }
        catch (TableauException e)
        {
            return (site, null, Trouble(site, e));
        }
    }

    private async Task<SiteSync> ApplyAsync(
        TableauSite site, IReadOnlyList<ListedItem> items, IReadOnlyList<MappingRow> rows, bool validateOnly, CancellationToken ct)
    {
        var plan = new SitePlan(site.Key, items, rows, IsOnly(site.Key));
        if (plan.LooksLost)
        {
            Log.Lost(_logger, site.Key, plan.Missing.Count);
            return new SiteSync(site.Key, Error: Lost(site.Key, plan.Missing.Count));
        }

        IReadOnlySet<string> there;
        try
        {
            there = plan.Missing.Count > 0 ? await SiteListing.LuidsAsync(site, ct) : new HashSet<string>();
        }
        catch (TableauException e)
        {
            return Trouble(site, e);
        }

        var gone = plan.Missing.Where(row => !there.Contains(row.Luid!)).ToList();
        if (!validateOnly)
        {
            await _table.WriteAsync(site.Key, plan.Changes(gone), _time.GetUtcNow(), ct);
        }

        return plan.Count(gone);
    }

    private bool IsOnly(SiteKey site) => _sites.All.Count(other => other.Key.ContentUrl.Equals(site.ContentUrl, StringComparison.OrdinalIgnoreCase)) == 1;

    private SiteSync Trouble(TableauSite site, TableauException e)
    {
        Log.NotRead(_logger, site.Key, e.Message);
        return new SiteSync(site.Key, Error: TableauFailures.From(e, site.Key));
    }

    private static Failure Lost(SiteKey site, int rows) => new(
        ErrorReason.TableauForbidden,
        $"Tableau lists nothing of {site}, of which the mapping table has {rows} rows: more likely the service's account has lost its rights than the site its content. " +
        "Nothing was marked as vanished.")
    {
        Metadata = new Dictionary<string, string> { ["server"] = site.Server, ["site"] = site.ContentUrl },
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The sync could not read {Site}, and left its rows as they were: {Reason}", EventName = "SyncSiteNotRead")]
        public static partial void NotRead(ILogger logger, SiteKey site, string reason);

        [LoggerMessage(2, LogLevel.Warning, "Tableau lists nothing of {Site}, of which the mapping table has {Rows} rows; none was marked", EventName = "SyncSiteLost")]
        public static partial void Lost(ILogger logger, SiteKey site, int rows);
    }
}
