using GrpcRefresh.Server.Tableau;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Catalog.Connections;

/// <summary>Tells which connections there are. What was read is kept for a while, and whoever asks meanwhile shares one reading.</summary>
internal sealed partial class ConnectionInventory
{
    private readonly SiteInventory _sites;
    private readonly LookupCache<string, InventoryReading> _readings;
    private readonly Drain _drain;
    private readonly TimeProvider _time;
    private readonly ILogger<ConnectionInventory> _logger;

    public ConnectionInventory(IOptions<CatalogOptions> options, Drain drain, TimeProvider time, ILoggerFactory loggers)
    {
        var limits = options.Value;
        var sieve = new WorkbookSieve(limits, time, loggers.CreateLogger<WorkbookSieve>());
        _sites = new SiteInventory(new ProjectTrees(limits.KeepProjects, time), sieve, limits);
        _readings = new LookupCache<string, InventoryReading>(limits.MaxInventories, limits.KeepConnections, time);
        (_drain, _time, _logger) = (drain, time, loggers.CreateLogger<ConnectionInventory>());
    }

    /// <summary>
    /// The Snowflake connections of these sites, and the links that lead to them; with <paramref name="allConnectionTypes"/> those to other
    /// databases as well. As read within <see cref="CatalogOptions.KeepConnections"/>.
    /// </summary>
    /// <exception cref="RefusedException">None of the sites could be read. Trouble with some of them is a gap.</exception>
    public Task<InventoryReading> ReadAsync(IReadOnlyList<TableauSite> sites, bool allConnectionTypes, CancellationToken ct) =>
        JoinAsync(() => _readings.GetAsync(Key(sites, allConnectionTypes), () => LoadAsync(sites, allConnectionTypes), ct), ct);

    /// <summary>The same, as Tableau tells it from now on; whoever asks afterwards shares it.</summary>
    public Task<InventoryReading> ReadAfreshAsync(IReadOnlyList<TableauSite> sites, bool allConnectionTypes, CancellationToken ct) =>
        JoinAsync(() => _readings.ReloadAsync(Key(sites, allConnectionTypes), () => LoadAsync(sites, allConnectionTypes), ct), ct);

    /// <summary>Forgets what was read, because something has been changed since.</summary>
    public void Forget() => _readings.Remove((_, _) => true);

    private static async Task<InventoryReading> JoinAsync(Func<Task<InventoryReading>> read, CancellationToken ct)
    {
        try
        {
            return await read();
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            // Nothing else cancels a reading.
            throw Drain.Refusal(e);
        }
    }

    private static string Key(IReadOnlyList<TableauSite> sites, bool allConnectionTypes) =>
        $"{allConnectionTypes}\n{string.Join('\n', sites.Select(site => $"{site.Key.Server}\0{site.Key.ContentUrl}").Order(StringComparer.Ordinal))}";

    // Shared by all who ask meanwhile, so no single caller's token stops it: one who comes back finds it further on.
    private async Task<InventoryReading> LoadAsync(IReadOnlyList<TableauSite> sites, bool allConnectionTypes)
    {
        var begin = _time.GetUtcNow();
        var parts = await Task.WhenAll(sites.Select(site => _sites.ReadAsync(site, allConnectionTypes, _drain.Started)));
        if (parts.Length > 0 && parts.All(part => part.Failure is not null))
        {
            throw new RefusedException(TableauFailures.From((TableauException)parts[0].Failure!, sites[0].Key), parts[0].Failure);
        }

        var reading = new InventoryReading(
            ConnectionOrder.Sort(parts.SelectMany(part => part.Connections)), [.. parts.SelectMany(part => part.Gaps).Order(InventoryHole.Order)], begin);
        Log.Read(_logger, reading.Connections.Count, sites.Count, reading.Gaps.Count, _time.GetUtcNow() - begin);
        return reading;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Read {Connections} connections of {Sites} sites with {Gaps} gaps in {Duration}", EventName = "ConnectionsRead")]
        public static partial void Read(ILogger logger, int connections, int sites, int gaps, TimeSpan duration);
    }
}
