using System.Globalization;

namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary>Moments and days: stored as sortable text in UTC, answered as the API writes them.</summary>
internal static class SqlTimes
{
    private const string Stored = "yyyy-MM-dd HH:mm:ss.fffffff";

    private static readonly (string Snowflake, string DotNet)[] Elements =
        [("\"T\"", "'T'"), ("YYYY", "yyyy"), ("DD", "dd"), ("HH24", "HH"), ("MI", "mm"), ("SS", "ss"), ("FF3", "fff"), ("TZH:TZM", "zzz")];

    public static string Write(DateTimeOffset moment) => moment.UtcDateTime.ToString(Stored, CultureInfo.InvariantCulture);

    public static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Whether it is a moment as <see cref="Write(DateTimeOffset)"/> writes it: a computed one shows its type by nothing else.</summary>
    public static bool IsStored(string text) => DateTime.TryParseExact(text, Stored, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    public static string FromNanoseconds(string text) => Write(DateTimeOffset.UnixEpoch.AddTicks(long.Parse(text, CultureInfo.InvariantCulture) / 100));

    public static DateTimeOffset? Read(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment.ToUniversalTime() : null;

    /// <summary>By a format of Snowflake's, of those elements that are known here.</summary>
    public static DateTimeOffset? Read(string text, string format) =>
        DateTimeOffset.TryParseExact(text, DotNet(format), CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? moment.ToUniversalTime() : null;

    private static string DotNet(string format) => Elements.Aggregate(format, (text, element) => text.Replace(element.Snowflake, element.DotNet, StringComparison.Ordinal));

    public static string ToApi(DateTimeOffset moment, bool inNanoseconds)
    {
        var ticks = (moment - DateTimeOffset.UnixEpoch).Ticks;
        return inNanoseconds
            ? ((Int128)ticks * 100).ToString(CultureInfo.InvariantCulture)
            : ((decimal)ticks / TimeSpan.TicksPerSecond).ToString("0.000000000", CultureInfo.InvariantCulture);
    }

    public static string DaysToApi(DateTimeOffset day) => ((long)(day - DateTimeOffset.UnixEpoch).TotalDays).ToString(CultureInfo.InvariantCulture);
}
