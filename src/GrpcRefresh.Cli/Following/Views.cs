using GrpcRefresh.Cli.Output;
using Spectre.Console;

namespace GrpcRefresh.Cli.Following;

/// <summary>Chooses how jobs are shown.</summary>
internal static class Views
{
    /// <summary>For a command whose result comes at the end: progress is not a result and goes to standard error.</summary>
    public static IJobView ForProgress(Printer printer) => Terminal() is { } terminal ? Live(terminal) : new LineView(printer.Note);

    /// <summary>For a command whose result is what happens.</summary>
    public static IJobView ForEvents(Printer printer) =>
        printer.IsJson ? new JsonView(printer)
        : !Console.IsOutputRedirected && Terminal() is { } terminal ? Live(terminal)
        : new LineView(printer.Result);

    private static LiveView Live(IAnsiConsole terminal) => new(terminal, TimeProvider.System);

    private static IAnsiConsole? Terminal()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi ? console : null;
    }
}
