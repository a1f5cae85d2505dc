using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;

namespace GrpcRefresh.Server.Verbs.Keys;

/// <summary>When a key ends, as it is written on a command line.</summary>
internal static partial class KeyEnd
{
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    public static DateTimeOffset? Read(ArgumentResult given)
    {
        var text = given.Tokens[0].Value;
        var now = DateTimeOffset.UtcNow;
        var end = Parse(text, now);
        if (end is null)
        {
            given.AddError($"--expires is written like 90d, 12h, 2027-01-01 or 2027-01-01T06:00:00Z, not '{text}'.");
        }
        else if (end <= now)
        {
            given.AddError($"--expires: {text} has passed already.");
        }

        return end;
    }

    public static DateTimeOffset? Parse(string text, DateTimeOffset now) =>
        Span().Match(text) is { Success: true } span ? now + Length(int.Parse(span.Groups[1].Value, CultureInfo.InvariantCulture), span.Groups[2].Value)
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time) ? time
        : null;

    private static TimeSpan Length(int count, string unit) => unit == "d" ? TimeSpan.FromDays(count) : TimeSpan.FromHours(count);

    // Five digits of days are more than two centuries.
    [GeneratedRegex(@"\A(\d{1,5})(d|h)\z")]
    private static partial Regex Span();
}
