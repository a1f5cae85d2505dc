using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>Brings the mapping table up to date with what sites list. Rows are added, changed and marked; none is deleted.</summary>
/// <remarks>
/// Tableau first, then the table, so that a warehouse does not wait for Tableau: it is resumed once. Where something is missing Tableau is asked again before
/// anything is written; if that takes longer than the warehouse's AUTO_SUSPEND, it is resumed twice, whatever the number of sites.
/// </remarks>
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

    /// <exception cref="RefusedException">The table cannot be read; nothing was written. Trouble with a site is told of that site.</exception>
    public async Task<IReadOnlyList<SiteSync>> RunAsync(IReadOnlyList<TableauSite> sites, SyncCommand command, CancellationToken ct)
    {
        var listings = await Task.WhenAll(sites.Select(site => ListAsync(site, ct)));
        if (listings.All(listing => listing.Items is null))
        {
            return [.. listings.Select(listing => listing.Trouble!)];
        }

        var rows = await _table.ReadAsync(ct);
        var listed = new ListedContent(listings.Where(listing => listing.Items is not null).Select(listing => (listing.Site.Key, listing.Items!)));
        var plans = await Task.WhenAll(listings.Select(async listing => listing.Items is { } items
            ? await PlanAsync(listing.Site, new SitePlan(listing.Site.Key, items, rows, listed, IsOnly(listing.Site.Key)), command.AllowVanished, ct)
            : new Planned(listing.Trouble!, [])));
        return command.ValidateOnly ? [.. plans.Select(plan => plan.Site)] : await WriteAsync(plans, ct);
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

    private async Task<Planned> PlanAsync(TableauSite site, SitePlan plan, bool allowVanished, CancellationToken ct)
    {
        IReadOnlySet<string> there;
        try
        {
            there = plan.Missing.Count > 0 ? await SiteListing.LuidsAsync(site, ct) : new HashSet<string>();
        }
        catch (TableauException e)
        {
            return new Planned(Trouble(site, e), []);
        }

        var gone = plan.Missing.Where(row => !there.Contains(row.Luid!)).ToList();
        if (plan.LooksLost(gone) && !allowVanished)
        {
            Log.Lost(_logger, site.Key, gone.Count);
            return new Planned(new SiteSync(site.Key, Error: Lost(site.Key, gone.Count)), []);
        }

        return new Planned(plan.Count(gone), plan.Changes(gone));
    }

    private async Task<IReadOnlyList<SiteSync>> WriteAsync(IEnumerable<Planned> plans, CancellationToken ct)
    {
        List<SiteSync> done = [];
        Failure? end = null;
        foreach (var (site, changes) in plans)
        {
            var failure = site.Error ?? end ?? await TryWriteAsync(site.Site, changes, ct);
            done.Add(failure is null ? site : new SiteSync(site.Site, Error: failure));
            // What the next site would meet as well.
            end ??= failure?.Reason is ErrorReason.SnowflakeUnreachable or ErrorReason.ServiceDraining ? failure : null;
        }

        return done;
    }

    /// <returns>Why not all of it is written; null when it is.</returns>
    private async Task<Failure?> TryWriteAsync(SiteKey site, IReadOnlyList<MappingChange> changes, CancellationToken ct)
    {
        try
        {
            await _table.WriteAsync(site, changes, _time.GetUtcNow(), ct);
            return null;
        }
        catch (RefusedException e)
        {
            Log.NotWritten(_logger, site, e.Message);
            return e.Failure;
        }
        catch (OperationCanceledException e) when (ct.IsCancellationRequested)
        {
            return Drain.Refusal(e).Failure;
        }
    }

    private bool IsOnly(SiteKey site) => _sites.All.Count(other => other.Key.ContentUrl.Equals(site.ContentUrl, StringComparison.OrdinalIgnoreCase)) == 1;

    private SiteSync Trouble(TableauSite site, TableauException e)
    {
        Log.NotRead(_logger, site.Key, e.Message);
        return new SiteSync(site.Key, Error: TableauFailures.From(e, site.Key));
    }

    private static Failure Lost(SiteKey site, int rows) => new(
        ErrorReason.TableauForbidden,
        $"Tableau no longer lists {rows} pieces of content of {site} that the mapping table has, which is most or all of a kind: more likely the service's account has lost its rights " +
        "than the site its content. Nothing was written. If it is meant, sync that site once with allow_vanished.")
    {
        Metadata = new Dictionary<string, string> { ["server"] = site.Server, ["site"] = site.ContentUrl },
    };

    /// <param name="Changes">What brings the table there; none beside an error.</param>
    private sealed record Planned(SiteSync Site, IReadOnlyList<MappingChange> Changes);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The sync could not read {Site}, and left its rows as they were: {Reason}", EventName = "SyncSiteNotRead")]
        public static partial void NotRead(ILogger logger, SiteKey site, string reason);

        [LoggerMessage(2, LogLevel.Warning, "Tableau no longer lists {Rows} rows of {Site}, most or all of a kind; the site was left as it was", EventName = "SyncSiteLost")]
        public static partial void Lost(ILogger logger, SiteKey site, int rows);

        [LoggerMessage(3, LogLevel.Warning, "The sync could not write all rows of {Site}: {Reason}", EventName = "SyncSiteNotWritten")]
        public static partial void NotWritten(ILogger logger, SiteKey site, string reason);
    }
}
