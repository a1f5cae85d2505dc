using System.CommandLine;

namespace GrpcRefresh.Cli.Features;

/// <summary>How many of a list.</summary>
internal static class LimitOption
{
    public static Option<int> Of(string what)
    {
        var option = new Option<int>("--limit")
        {
            Description = $"How many {what} at most.",
            HelpName = "number",
            DefaultValueFactory = _ => 100,
        };
        option.Validators.Add(given =>
        {
            if (given.Tokens.Count > 0 && given.GetValueOrDefault<int>() < 1)
            {
                given.AddError("--limit must be 1 or more.");
            }
        });
        return option;
    }

    /// <summary>Pages no larger than what is wanted of them.</summary>
    public static int PageSize(int limit) => Math.Min(limit, 1_000);
}
