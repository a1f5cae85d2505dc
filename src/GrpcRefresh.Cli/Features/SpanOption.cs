using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace GrpcRefresh.Cli.Features;

/// <summary>Spans as people write them: <c>30s</c>, <c>10m</c>, <c>2h</c>, <c>7d</c>.</summary>
internal static class SpanOption
{
    public static Option<TimeSpan?> Of(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "30s|10m|2h|7d",
        CustomParser = Read,
    };

    private static TimeSpan? Read(ArgumentResult given)
    {
        var text = given.Tokens[0].Value;
        if (text.Length > 1
            && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && UnitOf(text[^1]) is { } unit
            && number <= TimeSpan.FromDays(3650) / unit)
        {
            return unit * number;
        }

        given.AddError($"'{text}' is not a span of time. Write 30s, 10m, 2h or 7d.");
        return null;
    }

    private static TimeSpan? UnitOf(char letter) => letter switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        _ => null,
    };
}
