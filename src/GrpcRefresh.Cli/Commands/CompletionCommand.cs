using System.CommandLine;
using System.Reflection;

namespace GrpcRefresh.Cli.Commands;

/// <summary><c>grpcrefresh completion</c>: the scripts ask the tool itself, through System.CommandLine's <c>[suggest]</c>.</summary>
internal sealed class CompletionCommand : Command
{
    private readonly Argument<string> _shell = new("shell") { Description = "The shell." };

    public CompletionCommand()
        : base("completion", "Prints a script that completes commands and values; docs/cli.md says where it goes.")
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        Add(_shell);
        SetAction(parsed => Print(parsed.GetValue(_shell)!));
    }

    private static int Print(string shell)
    {
        using var script = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"completion.{shell}")!);
        Console.Out.Write(script.ReadToEnd());
        return (int)ExitCode.Succeeded;
    }
}
