using System.CommandLine;
using GrpcRefresh.Cli.Features;
using GrpcRefresh.Cli.Output;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Commands.Resources;

/// <summary><c>grpcrefresh resource sync</c></summary>
internal sealed class SyncResources : ServiceCommand
{
    private readonly Option<string[]> _sites = new("--site")
    {
        Description = "Only this site; \"\" is the Default site. May be repeated. Default: all that you may see whole.",
        HelpName = "contentUrl",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _server = new("--server") { Description = "Only the Tableau server of this name, as the service is configured. Default: all.", HelpName = "name" };
    private readonly Option<bool> _validate = new("--validate-only") { Description = "Tell what would be added, changed and marked, and write nothing." };
    private readonly Option<bool> _allow = new("--allow-vanished") { Description = "Mark what Tableau no longer lists, also if it is most of a site." };
    private readonly OnBehalfFeature _behalf = new();

    public SyncResources()
        : base("sync", "Brings the mapping table in Snowflake up to date with what Tableau lists. No row is ever deleted.", tabular: true)
    {
        Add(_sites);
        Add(_server);
        Add(_validate);
        Add(_allow);
        Add(_behalf.Option);
        AddShared();
    }

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var request = new SyncCatalogRequest
        {
            Sites = { session.Parsed.GetValue(_sites) },
            Server = session.Parsed.GetValue(_server) ?? "",
            ValidateOnly = session.Parsed.GetValue(_validate),
            AllowVanished = session.Parsed.GetValue(_allow),
            OnBehalfOf = _behalf.Read(session.Parsed),
        };
        var done = (await session.Client.SyncAsync(request, cancellationToken)).Sites;
        await new ListWriter<SyncedSite>(session.Printer, SyncText.Table, SyncText.Csv).WriteAsync(done.ToAsyncEnumerable(), cancellationToken);
        foreach (var site in done.Where(site => site.Error is not null))
        {
            session.Printer.Note(TextTable.Plain($"Not synced: {SyncText.Site(site)}: {site.Error.Message}"));
        }

        return done.All(site => site.Error is null) ? ExitCode.Succeeded : ExitCode.Failed;
    }
}
