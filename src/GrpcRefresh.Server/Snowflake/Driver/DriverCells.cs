using System.Data.Common;
using System.Globalization;

namespace GrpcRefresh.Server.Snowflake.Driver;

/// <summary>Reads a driver's rows into the notation of the SQL API, so that rows read the same whichever way they came.</summary>
internal static class DriverCells
{
    private const string Inserted = "number of rows inserted";
    private const string Updated = "number of rows updated";
    private const string Deleted = "number of rows deleted";

    public static async Task<SqlResult> ReadAsync(DbDataReader reader, CancellationToken ct)
    {
        List<SqlColumn> columns = [.. Enumerable.Range(0, reader.FieldCount).Select(i => new SqlColumn(reader.GetName(i), reader.GetDataTypeName(i).ToUpperInvariant(), Nullable: true, Scale: null))];
        List<string?[]> rows = [];
        while (await reader.ReadAsync(ct))
        {
            rows.Add([.. columns.Select((column, i) => reader.IsDBNull(i) ? null : Cell(reader.GetValue(i), column.Type))]);
        }

        return new SqlResult(columns, rows)
        {
            RowsInserted = Count(columns, rows, Inserted),
            RowsUpdated = Count(columns, rows, Updated),
            RowsDeleted = Count(columns, rows, Deleted),
        };
    }

    // A statement that changes rows answers these columns, and only those that apply to it.
    private static long Count(List<SqlColumn> columns, List<string?[]> rows, string name) =>
        columns.FindIndex(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var place
            && rows is [var row] && long.TryParse(row[place], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

    private static string Cell(object value, string type) => value switch
    {
        bool truth => truth ? "true" : "false",
        DateTimeOffset moment when type == "TIMESTAMP_TZ" => $"{Seconds(moment)} {(moment.Offset.TotalMinutes + 1440).ToString(CultureInfo.InvariantCulture)}",
        DateTimeOffset moment => Seconds(moment),
        DateTime day when type == "DATE" => (DateOnly.FromDateTime(day).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber).ToString(CultureInfo.InvariantCulture),
        DateTime moment => Seconds(new DateTimeOffset(DateTime.SpecifyKind(moment, DateTimeKind.Utc))),
        byte[] bytes => Convert.ToHexString(bytes),
        double real => real.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Seconds(DateTimeOffset moment) =>
        ((decimal)(moment - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerSecond).ToString("0.000000000", CultureInfo.InvariantCulture);
}
