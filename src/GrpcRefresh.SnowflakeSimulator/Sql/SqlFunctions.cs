using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary>Functions of Snowflake's that SQLite lacks.</summary>
internal static class SqlFunctions
{
    public static void Register(SqliteConnection db, Func<DateTimeOffset> now)
    {
        db.CreateFunction("sf_now", () => SqlTimes.Write(now()));
        db.CreateFunction("sf_timestamp", (object? value) => Strict(value, "Timestamp", text => SqlTimes.Read(text) is { } moment ? SqlTimes.Write(moment) : null), isDeterministic: true);
        db.CreateFunction("sf_timestamp", (object? value, string format) => Strict(value, "Timestamp", text => SqlTimes.Read(text, format) is { } moment ? SqlTimes.Write(moment) : null), isDeterministic: true);
        db.CreateFunction("sf_date", (object? value) => Strict(value, "Date", text => SqlTimes.Read(text) is { } moment ? SqlTimes.Write(DateOnly.FromDateTime(moment.UtcDateTime)) : null), isDeterministic: true);
        db.CreateFunction("sf_boolean", (object? value) => Boolean(value), isDeterministic: true);
        db.CreateFunction("sf_json", (object? value) => Strict(value, "JSON", Minified), isDeterministic: true);
        db.CreateFunction("sf_unwrap", (object? value) => Unwrap(value), isDeterministic: true);
        db.CreateFunction("sf_dateadd", (string unit, long count, object? value) => Strict(value, "Timestamp", text => SqlTimes.Read(text) is { } moment ? SqlTimes.Write(Add(moment, unit, count)) : null), isDeterministic: true);
    }

    private static string? Strict(object? value, string what, Func<string, string?> read) => Text(value) is { } text
        ? read(text) ?? throw new InvalidDataException($"{what} '{text}' is not recognized")
        : null;

    private static object? Boolean(object? value) => Text(value)?.ToUpperInvariant() switch
    {
        null => null,
        "1" or "TRUE" or "T" or "YES" or "Y" or "ON" => 1L,
        "0" or "FALSE" or "F" or "NO" or "N" or "OFF" => 0L,
        var text => throw new InvalidDataException($"Boolean value '{text}' is not recognized"),
    };

    private static string? Minified(string text)
    {
        try
        {
            return JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(text));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Unwrap(object? value)
    {
        if (Text(value) is not { } text)
        {
            return null;
        }

        var json = JsonSerializer.Deserialize<JsonElement>(text);
        return json.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => json.GetString(),
            _ => json.GetRawText(),
        };
    }

    private static DateTimeOffset Add(DateTimeOffset moment, string unit, long count) => unit switch
    {
        "SECOND" => moment.AddSeconds(count),
        "MINUTE" => moment.AddMinutes(count),
        "HOUR" => moment.AddHours(count),
        "DAY" => moment.AddDays(count),
        "MONTH" => moment.AddMonths((int)count),
        _ => throw new InvalidDataException($"the unit {unit} is not recognized"),
    };

    private static string? Text(object? value) => value is null or DBNull ? null : Convert.ToString(value, CultureInfo.InvariantCulture);
}
