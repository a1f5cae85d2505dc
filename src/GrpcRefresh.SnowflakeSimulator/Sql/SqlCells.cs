using System.Globalization;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary>Reads SQLite's rows as the SQL API writes values.</summary>
internal static class SqlCells
{
    /// <summary>A column that only carries a QUALIFY condition through a subquery; never shown.</summary>
    public const string Hidden = "__QUALIFY";

    public static SqlOutcome Read(SqliteDataReader reader, bool inNanoseconds)
    {
        var places = Enumerable.Range(0, reader.FieldCount).Where(i => reader.GetName(i) != Hidden).ToList();
        var declared = places.Select(i => Declared(reader, i)).ToList();
        List<string?[]> rows = [];
        List<string?> seen = [.. places.Select(_ => (string?)null)];
        while (reader.Read())
        {
            for (var i = 0; i < places.Count; i++)
            {
                // Expressions have the type of their value.
                declared[i] = declared[i] is null or "TEXT" && reader.GetValue(places[i]) is string text && SqlTimes.IsStored(text) ? "TIMESTAMP_LTZ" : declared[i];
            }

            rows.Add([.. places.Select((place, i) => reader.IsDBNull(place) ? null : Cell(reader.GetValue(place), declared[i], inNanoseconds))]);
            for (var i = 0; i < places.Count; i++)
            {
                seen[i] ??= reader.IsDBNull(places[i]) ? null : reader.GetValue(places[i]) is long ? "fixed" : reader.GetValue(places[i]) is double ? "real" : "text";
            }
        }

        return new SqlOutcome([.. places.Select((place, i) => new SqlOutColumn(reader.GetName(place), ApiType(declared[i]) ?? seen[i] ?? "text"))], rows);
    }

    // SQLite tells the declared type also through views and subqueries; expressions have none.
    private static string? Declared(SqliteDataReader reader, int place) =>
        reader.GetDataTypeName(place).Split(' ')[0] is var word && word is "TEXT" or "NUMBER" or "REAL" or "BOOLEAN" or "DATE" or "VARIANT" or "OBJECT" or "ARRAY"
            || reader.GetDataTypeName(place).StartsWith("TIMESTAMP", StringComparison.Ordinal) ? reader.GetDataTypeName(place).Split(' ')[0] : null;

    private static string? ApiType(string? declared) => declared switch
    {
        null or "TEXT" => null,
        "NUMBER" => "fixed",
        _ => declared.ToLowerInvariant(),
    };

    private static string Cell(object value, string? declared, bool inNanoseconds)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
        return declared switch
        {
            "BOOLEAN" => text is "1" or "true" ? "true" : "false",
            "DATE" when SqlTimes.Read(text) is { } day => SqlTimes.DaysToApi(day),
            "TIMESTAMP_TZ" when SqlTimes.Read(text) is { } moment => $"{SqlTimes.ToApi(moment, inNanoseconds)} 1440",
            "TIMESTAMP_NTZ" or "TIMESTAMP_LTZ" when SqlTimes.Read(text) is { } moment => SqlTimes.ToApi(moment, inNanoseconds),
            _ => text,
        };
    }
}
