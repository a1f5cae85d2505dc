using System.CommandLine;
using GrpcRefresh.Cli.Output;

namespace GrpcRefresh.Cli.Features;

/// <summary>How results are written.</summary>
internal sealed class OutputFeature
{
    private readonly Option<string> _format = new("--output", "-o")
    {
        Description = "How results are written to standard output: text, or one JSON object a line with the names of the contract.",
        HelpName = "text|json",
        DefaultValueFactory = _ => "text",
    };

    public OutputFeature() => _format.AcceptOnlyFromAmong("text", "json");

    public void AddTo(Command command) => command.Add(_format);

    public Printer Open(ParseResult parsed) => new(Console.Out, Console.Error, parsed.GetValue(_format) == "json");
}
