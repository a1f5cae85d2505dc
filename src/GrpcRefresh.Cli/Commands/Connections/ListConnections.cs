using System.CommandLine;
using GrpcRefresh.Cli.Features;
using GrpcRefresh.Cli.Output;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Commands.Connections;

/// <summary><c>grpcrefresh connection list</c></summary>
internal sealed class ListConnections : ServiceCommand
{
    private const int LargestPage = 1_000;

    private readonly SelectorFeature _selector = new();
    private readonly Option<bool> _allTypes = new("--all-types") { Description = "Connections to other databases as well." };

    public ListConnections()
        : base("list", "Lists Snowflake connections of Tableau content, and why a rotation would leave some alone.", tabular: true)
    {
        _selector.AddTo(this);
        Add(_allTypes);
        AddShared();
    }

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var gaps = new List<InventoryGap>();
        var request = new ListConnectionsRequest
        {
            Selector = _selector.Read(session.Parsed),
            AllConnectionTypes = session.Parsed.GetValue(_allTypes),
            PageSize = LargestPage,
        };
        var list = new ListWriter<Connection>(session.Printer, ConnectionText.Table, ConnectionText.Csv);
        var count = await list.WriteAsync(session.Client.ListConnectionsAsync(request, gaps, cancellationToken), cancellationToken);
        if (count == 0)
        {
            session.Printer.Note("No connection fits.");
        }

        session.Printer.Gaps(gaps);
        return ExitCode.Succeeded;
    }
}
