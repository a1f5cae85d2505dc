using System.CommandLine;
using GrpcRefresh.Cli.Output;

namespace GrpcRefresh.Cli.Features;

/// <summary>How results are written.</summary>
internal sealed class OutputFeature
{
    private readonly Option<string> _format;

    /// <param name="tabular">Whether the results are rows, which can be written as CSV too.</param>
    public OutputFeature(bool tabular)
    {
        string[] formats = tabular ? ["text", "json", "csv"] : ["text", "json"];
        _format = new Option<string>("--output", "-o")
        {
            Description = "How results are written to standard output: text, or one JSON object a line with the names of the contract"
                + $"{(tabular ? ", or comma-separated values with a heading" : "")}.",
            HelpName = string.Join('|', formats),
            DefaultValueFactory = _ => "text",
        };
        _format.AcceptOnlyFromAmong(formats);
    }

    public void AddTo(Command command) => command.Add(_format);

    public Printer Open(ParseResult parsed) => new(Console.Out, Console.Error, Enum.Parse<OutputFormat>(parsed.GetValue(_format)!, ignoreCase: true));
}
