using System.Globalization;

namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary>Moments and days: stored as sortable text in UTC, answered as the API writes them.</summary>
internal static class SqlTimes
{
    private const string Stored = "yyyy-MM-dd HH:mm:ss.fffffff";

    public static string Write(DateTimeOffset moment) => moment.UtcDateTime.ToString(Stored, CultureInfo.InvariantCulture);

    public static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string FromNanoseconds(string text) => Write(DateTimeOffset.UnixEpoch.AddTicks(long.Parse(text, CultureInfo.InvariantCulture) / 100));

    public static DateTimeOffset? Read(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment.ToUniversalTime() : null;

    public static string ToApi(DateTimeOffset moment, bool inNanoseconds)
    {
        var ticks = (moment - DateTimeOffset.UnixEpoch).Ticks;
        return inNanoseconds
            ? ((Int128)ticks * 100).ToString(CultureInfo.InvariantCulture)
            : ((decimal)ticks / TimeSpan.TicksPerSecond).ToString("0.000000000", CultureInfo.InvariantCulture);
    }

    public static string DaysToApi(DateTimeOffset day) => ((long)(day - DateTimeOffset.UnixEpoch).TotalDays).ToString(CultureInfo.InvariantCulture);
}
