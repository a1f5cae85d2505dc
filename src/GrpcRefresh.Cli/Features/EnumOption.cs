using System.CommandLine;
using GrpcRefresh.Cli.Output;

namespace GrpcRefresh.Cli.Features;

/// <summary>Options whose values are those of the contract.</summary>
internal static class EnumOption
{
    public static Option<T> One<T>(string name, string description)
        where T : struct, Enum
    {
        var option = new Option<T>(name)
        {
            Description = description,
            HelpName = string.Join('|', Names<T>.Flags),
            CustomParser = given => Read<T>(given.Tokens[0].Value, given.AddError),
        };
        Complete(option, Names<T>.Flags);
        return option;
    }

    public static Option<T[]> Many<T>(string name, string valueName, string description)
        where T : struct, Enum
    {
        var option = new Option<T[]>(name)
        {
            Description = $"{description} One of: {string.Join(", ", Names<T>.Flags)}.",
            HelpName = valueName,
            CustomParser = given => [.. given.Tokens.Select(token => Read<T>(token.Value, given.AddError))],
            DefaultValueFactory = _ => [],
        };
        Complete(option, Names<T>.Flags);
        return option;
    }

    private static void Complete(Option option, IEnumerable<string> flags)
    {
        // Otherwise the names that the values have in C# are offered as well.
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. flags]);
    }

    private static T Read<T>(string text, Action<string> refuse)
        where T : struct, Enum
    {
        if (Names<T>.Parse(text) is { } value)
        {
            return value;
        }

        refuse($"'{text}' is not one of: {string.Join(", ", Names<T>.Flags)}.");
        return default;
    }
}
