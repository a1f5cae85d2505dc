using System.Globalization;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>Moments and days as the SQL API writes them.</summary>
/// <remarks>
/// The documentation's table says seconds with a fraction, one of its paragraphs says nanoseconds. Both are read: no moment in seconds has
/// as many digits as one in nanoseconds, but for the first minutes of 1970.
/// </remarks>
internal static class SqlTime
{
    /// <summary>Past the year 9999 in seconds, sixteen minutes past the beginning of 1970 in nanoseconds.</summary>
    private const decimal SurelyNanoseconds = 1_000_000_000_000m;

    private const int ZoneBase = 1440;

    /// <param name="type">The column's type, in capitals; text, as SHOW gives it, is read as ISO 8601.</param>
    public static DateTimeOffset? ReadTimestamp(string text, string type)
    {
        var parts = text.Split(' ');
        return Moment(parts[0]) is { } moment
            ? parts switch
            {
                [_] => moment,
                [_, var zone] when Zone(zone) is { } offset => moment.ToOffset(offset),
                _ => null,
            }
            : !type.StartsWith("TIMESTAMP", StringComparison.Ordinal)
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var written) ? written : null;
    }

    public static DateOnly? ReadDate(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var days)
        && Math.Abs((long)days) < 4_000_000 && Epoch + days is >= 0 and var number && number <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber(number)
            : null;

    private static int Epoch => DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private static DateTimeOffset? Moment(string text)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var seconds = !text.Contains('.', StringComparison.Ordinal) && Math.Abs(number) >= SurelyNanoseconds ? number / 1_000_000_000m : number;
        var ticks = Math.Floor(seconds * TimeSpan.TicksPerSecond);
        return ticks >= DateTimeOffset.MinValue.Ticks - DateTimeOffset.UnixEpoch.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks - DateTimeOffset.UnixEpoch.Ticks
            ? DateTimeOffset.UnixEpoch.AddTicks((long)ticks)
            : null;
    }

    private static TimeSpan? Zone(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= ZoneBase - 840 and <= ZoneBase + 840
            ? TimeSpan.FromMinutes(number - ZoneBase)
            : null;
}
