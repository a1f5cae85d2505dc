using System.CommandLine;
using System.CommandLine.Invocation;
using GrpcRefresh.Cli.Commands;

namespace GrpcRefresh.Cli;

/// <summary>The tool <c>grpcrefresh</c>, to be run from its own process or from another program.</summary>
public static class GrpcRefreshTool
{
    // After Ctrl+C what ended meanwhile is still told.
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(5);

    /// <summary>Runs one command line and answers its exit code.</summary>
    /// <param name="args">The words after <c>grpcrefresh</c>.</param>
    /// <param name="cancellationToken">Does what Ctrl+C does.</param>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken = default)
    {
        var parsed = new Root().Parse(args);
        var mistake = parsed.Action as ParseErrorAction;
        if (mistake is not null)
        {
            // Whoever stopped at a noun wants to see its verbs; who erred in an option, what was wrong with it.
            mistake.ShowHelp = parsed.CommandResult.Command.Subcommands.Count > 0;
        }

        // Help that follows a mistake is no result, so it does not go where results go.
        var console = new InvocationConfiguration
        {
            Output = mistake is not null ? Console.Error : Console.Out,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = LongestGoodbye,
        };
        var code = await parsed.InvokeAsync(console, cancellationToken);
        return mistake is not null ? (int)ExitCode.Usage : code;
    }
}
