using System.CommandLine;
using GrpcRefresh.Cli.Commands.Jobs;
using GrpcRefresh.Cli.Commands.Resources;

namespace GrpcRefresh.Cli.Commands;

/// <summary>All commands: a noun, then a verb.</summary>
internal sealed class Root : RootCommand
{
    public Root()
        : base("Refreshes Tableau extracts through GrpcRefresh and follows the jobs.")
    {
        Add(new Command("resource", "Workbooks and data sources in Tableau.") { new ListResources(), new ResolveResources(), new RefreshResources() });
        Add(new Command("job", "Refreshes that were asked for.") { new ListJobs(), new GetJobs(), new WatchJobs(), new CancelJob() });
        Add(new CompletionCommand());
    }
}
