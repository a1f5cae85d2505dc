using System.Globalization;
using System.Text.Json;
using GrpcRefresh.SnowflakeSimulation.Sql;
using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Api;

/// <summary>Reads the values for question marks; they are JSON strings whatever their type.</summary>
internal static class BindingValues
{
    public static IReadOnlyList<object?> Read(JsonElement bindings) =>
        [.. Enumerable.Range(1, bindings.EnumerateObject().Count()).Select(number => One(
            bindings.TryGetProperty(number.ToString(CultureInfo.InvariantCulture), out var binding)
                ? binding
                : throw new SqlProblem("002049", "42601", $"Bind variable {number} is not set.")))];

    private static object? One(JsonElement binding)
    {
        var type = binding.GetProperty("type").GetString()!.ToUpperInvariant();
        var value = binding.GetProperty("value");
        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Bad(type, value.ToString());
        try
        {
            return type switch
            {
                "TEXT" => text,
                "FIXED" => decimal.Parse(text, CultureInfo.InvariantCulture) is var number && number == Math.Truncate(number) ? (long)number : (double)number,
                "REAL" => double.Parse(text, CultureInfo.InvariantCulture),
                "BOOLEAN" => bool.Parse(text) ? 1L : 0L,
                "DATE" => SqlTimes.Write(DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(text, CultureInfo.InvariantCulture)).UtcDateTime)),
                "TIMESTAMP_NTZ" or "TIMESTAMP_LTZ" => SqlTimes.FromNanoseconds(text),
                "TIMESTAMP_TZ" => SqlTimes.FromNanoseconds(text.Split(' ')[0]),
                _ => throw SqlProblem.Unknown($"a binding of type {type}"),
            };
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw Bad(type, text);
        }
    }

    private static SqlProblem Bad(string type, string value) => new("100037", "22018", $"{type} value '{value}' is not recognized");
}
