using System.CommandLine;
using System.CommandLine.Parsing;

namespace GrpcRefresh.Cli.Features;

/// <summary>Options that are repeated, each time with a key and its value.</summary>
internal static class PairsOption
{
    public static Option<Dictionary<string, string>> Of(string name, string written, string description, StringComparer keys) => new(name)
    {
        Description = description,
        HelpName = written,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = given => Read(given, name, written, keys),
        DefaultValueFactory = _ => [],
    };

    private static Dictionary<string, string> Read(ArgumentResult given, string name, string written, StringComparer keys)
    {
        var pairs = new Dictionary<string, string>(keys);
        foreach (var token in given.Tokens)
        {
            if (token.Value.Split('=', 2) is not [{ Length: > 0 } key, var value])
            {
                given.AddError($"{name} is written {written}, not '{token.Value}'.");
            }
            else if (!pairs.TryAdd(key, value))
            {
                given.AddError($"{name} names '{key}' twice.");
            }
        }

        return pairs;
    }
}
