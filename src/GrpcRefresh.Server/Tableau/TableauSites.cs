using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Tableau;

/// <summary>The configured sites. Names of servers and contentUrls are compared without regard to case.</summary>
internal sealed class TableauSites : IDisposable
{
    private readonly Dictionary<SiteKey, TableauSite> _byKey = [];
    private readonly Dictionary<string, string> _serverByHost = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<HttpClient> _connections = [];

    public TableauSites(IOptions<TableauOptions> options, TableauHandlerFactory handlers, TableauMeasures measures, TimeProvider time, ILoggerFactory loggers)
    {
        foreach (var (configured, server) in options.Value.Servers)
        {
            // An environment variable may have shouted it.
            var name = configured.ToLowerInvariant();
            var http = TableauTransport.Connect(server, handlers(server));
            _connections.Add(http);
            foreach (var site in TableauSiteFactory.Create(name, $"{TableauOptions.Section}:Servers:{configured}", server, http, measures, time, loggers))
            {
                _byKey.Add(Normalized(site.Key), site);
            }

            foreach (var host in server.Hosts())
            {
                _serverByHost[host] = name;
            }
        }

        All = [.. _byKey.Values.OrderBy(site => site.Key.Server, StringComparer.Ordinal).ThenBy(site => site.Key.ContentUrl, StringComparer.Ordinal)];
        measures.Observe(() => All.Select(site => site.Standing));
    }

    public IReadOnlyList<TableauSite> All { get; }

    /// <summary>The site, or null when the service is not configured for it. An empty server is the default one.</summary>
    public TableauSite? Find(SiteKey key) => _byKey.GetValueOrDefault(Normalized(key));

    /// <exception cref="RefusedException">SITE_NOT_CONFIGURED.</exception>
    public TableauSite Get(SiteKey key) => Find(key) ?? throw new RefusedException(
        new Failure(ErrorReason.SiteNotConfigured, $"This service is not configured for {key}.")
        {
            Metadata = new Dictionary<string, string> { ["server"] = key.Server, ["site"] = key.ContentUrl },
        });

    /// <summary>The name of the server whose addresses have that host (with its port, unless it is the usual one); null when none.</summary>
    public string? FindByHost(string host) => _serverByHost.GetValueOrDefault(host);

    public void Dispose() => _connections.ForEach(connection => connection.Dispose());

    private static SiteKey Normalized(SiteKey key) =>
        new((key.Server.Length == 0 ? SiteKey.DefaultServer : key.Server).ToLowerInvariant(), key.ContentUrl.ToLowerInvariant());
}
