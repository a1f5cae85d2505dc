using GrpcRefresh.Server;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Tableau;

/// <summary>The real Tableau neighbour over a stub of the network and a clock that only the test moves.</summary>
internal sealed class TableauWorkbench : IDisposable
{
    private readonly TableauSites _sites;

    public TableauWorkbench(Action<TableauServerOptions>? configure = null, TableauMeasures? measures = null)
    {
        var options = new TableauOptions();
        var server = new TableauServerOptions
        {
            Url = new Uri("https://tableau.example.com"),
            // Longer than any wait that the clock passes over.
            RequestTimeout = TimeSpan.FromMinutes(20),
        };
        server.Sites.Add(new TableauSiteOptions { Credential = { PatName = "the-pat", PatSecret = new Secret(Some.Secret) } });
        configure?.Invoke(server);
        options.Servers["default"] = server;
        Time.SkipUpTo = TimeSpan.FromMinutes(1);
        _sites = new TableauSites(Options.Create(options), _ => Stub, measures ?? Measuring.Tableau, Time, new LoggerFactory([Log]));
    }

    public ManualTimeProvider Time { get; } = new();

    public StubTableau Stub { get; } = new();

    public RecordingLog Log { get; } = new();

    public TableauSites Sites => _sites;

    public TableauSite Site => _sites.All[0];

    /// <summary>Any read, to have something to call.</summary>
    public Task<TableauJob> ReadAsync(CancellationToken ct = default) => Site.GetJobAsync("job-1", ct);

    /// <summary>The write that must not happen twice.</summary>
    public Task<TableauJob> RefreshAsync(CancellationToken ct = default) =>
        Site.StartRefreshAsync(ResourceType.Workbook, Some.Luid, incremental: false, ct);

    public static string RefreshRoute => $"POST /workbooks/{Some.Luid}/refresh";

    public void Dispose() => _sites.Dispose();
}
