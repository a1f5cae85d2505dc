using System.CommandLine;
using GrpcRefresh.Cli.Commands.Connections;
using GrpcRefresh.Cli.Commands.Jobs;
using GrpcRefresh.Cli.Commands.Resources;

namespace GrpcRefresh.Cli.Commands;

/// <summary>All commands: a noun, then a verb.</summary>
internal sealed class Root : RootCommand
{
    public Root()
        : base("Refreshes Tableau extracts and rotates the credentials of connections through GrpcRefresh, and follows the jobs.")
    {
        Add(new Command("resource", "Workbooks and data sources in Tableau.") { new ListResources(), new ResolveResources(), new RefreshResources(), new SyncResources() });
        Add(new Command("connection", "Snowflake connections of Tableau content, and their credentials.") { new ListConnections(), new RotateConnections(), new ListSteps() });
        Add(new Command("job", "Refreshes and rotations that were asked for.") { new ListJobs(), new GetJobs(), new WatchJobs(), new CancelJob() });
        Add(new CompletionCommand());
    }
}
