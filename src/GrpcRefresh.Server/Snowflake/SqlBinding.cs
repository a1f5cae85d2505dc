using System.Globalization;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>A value for a question mark of a statement, in the API's own notation. It prints as its type alone.</summary>
internal sealed class SqlBinding
{
    private const long NanosecondsPerTick = 100;

    private SqlBinding(string type, string? value, bool isSecret = false) => (Type, Value, IsSecret) = (type, value, isSecret);

    public string Type { get; }

    /// <summary>Null is NULL.</summary>
    public string? Value { get; }

    /// <summary>Whether it must not show in anything that Snowflake says about the statement.</summary>
    public bool IsSecret { get; }

    public static SqlBinding Text(string? value) => new("TEXT", value);

    public static SqlBinding Secret(Secret value) => new("TEXT", value.Reveal(), isSecret: true);

    public static SqlBinding Number(decimal? value) => new("FIXED", value?.ToString(CultureInfo.InvariantCulture));

    public static SqlBinding Real(double? value) => new("REAL", value?.ToString("R", CultureInfo.InvariantCulture));

    public static SqlBinding Boolean(bool? value) => new("BOOLEAN", value is { } given ? given ? "true" : "false" : null);

    /// <summary>The moment, for a column of any TIMESTAMP type; without a zone it is UTC.</summary>
    public static SqlBinding Timestamp(DateTimeOffset? value) =>
        new("TIMESTAMP_NTZ", (value - DateTimeOffset.UnixEpoch)?.Ticks is { } ticks ? (ticks * (Int128)NanosecondsPerTick).ToString(CultureInfo.InvariantCulture) : null);

    public static SqlBinding Date(DateOnly? value) => new("DATE", value is { } date
        ? ((date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * 86_400_000L).ToString(CultureInfo.InvariantCulture)
        : null);

    public override string ToString() => Type;
}
