using System.Globalization;
using System.Text.Json;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>One row, read by the names of its columns, because Snowflake adds and reorders them. It prints nothing.</summary>
/// <remarks>A column that is missing reads as NULL where NULL is allowed, and is a typed failure where it is not.</remarks>
internal sealed class SqlRow(SqlResult result, string?[] cells)
{
    public string? TextOrNull(string column) => result.PlaceOf(column) is { } place && place < cells.Length ? cells[place] : null;

    public string Text(string column) => TextOrNull(column) ?? throw new SnowflakeException(
        SnowflakeErrorKind.Unexpected,
        result.PlaceOf(column) is null ? $"Snowflake answered without a column {column}." : $"Snowflake answered NULL in column {column}.");

    public Secret Secret(string column) => new(Text(column));

    public long? Int64(string column) => Read<long>(column, (text, _) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) && number == Math.Truncate(number) && number is >= long.MinValue and <= long.MaxValue
            ? (long)number : null);

    public decimal? Number(string column) => Read<decimal>(column, (text, _) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null);

    public bool? Boolean(string column) => Read<bool>(column, (text, _) => text.ToUpperInvariant() switch
    {
        "TRUE" or "1" => true,
        "FALSE" or "0" => false,
        _ => null,
    });

    public DateTimeOffset? Timestamp(string column) => Read<DateTimeOffset>(column, SqlTime.ReadTimestamp);

    public DateOnly? Date(string column) => Read<DateOnly>(column, (text, _) => SqlTime.ReadDate(text));

    /// <summary>A VARIANT, OBJECT or ARRAY, which comes as JSON text.</summary>
    public JsonElement? Json(string column) => Read<JsonElement>(column, (text, _) => TryJson(text));

    private T? Read<T>(string column, Func<string, string, T?> read)
        where T : struct
    {
        if (TextOrNull(column) is not { } text)
        {
            return null;
        }

        // The value stays out of the message: it may be anything.
        var type = result.Columns[result.PlaceOf(column)!.Value].Type;
        return read(text, type) ?? throw new SnowflakeException(
            SnowflakeErrorKind.Unexpected, $"Snowflake answered a value in column {column} (type {type}) that is no {typeof(T).Name}.");
    }

    private static JsonElement? TryJson(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
