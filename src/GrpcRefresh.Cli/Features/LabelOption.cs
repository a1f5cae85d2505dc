using System.CommandLine;
using System.CommandLine.Parsing;

namespace GrpcRefresh.Cli.Features;

/// <summary>Labels as <c>key=value</c>.</summary>
internal static class LabelOption
{
    public static Option<Dictionary<string, string>> Of(string description) => new("--label")
    {
        Description = description,
        HelpName = "key=value",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = Read,
        DefaultValueFactory = _ => [],
    };

    private static Dictionary<string, string> Read(ArgumentResult given)
    {
        var labels = new Dictionary<string, string>();
        foreach (var token in given.Tokens)
        {
            if (token.Value.Split('=', 2) is not [{ Length: > 0 } key, var value])
            {
                given.AddError($"--label is written key=value, not '{token.Value}'.");
            }
            else if (!labels.TryAdd(key, value))
            {
                given.AddError($"The label '{key}' is given twice.");
            }
        }

        return labels;
    }
}
