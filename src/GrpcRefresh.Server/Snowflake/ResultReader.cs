using System.Text.Json;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>Reads results and their further partitions.</summary>
internal static class ResultReader
{
    public static IReadOnlyList<SqlColumn> Columns(JsonElement root) =>
        [.. Items(Member(root, "resultSetMetaData"), "rowType").Select(type => new SqlColumn(
            Text(type, "name") ?? "", (Text(type, "type") ?? "TEXT").ToUpperInvariant(), Member(type, "nullable")?.ValueKind != JsonValueKind.False, (int?)Number(type, "scale")))];

    public static IReadOnlyList<SqlPartition> Partitions(JsonElement root) =>
        [.. Items(Member(root, "resultSetMetaData"), "partitionInfo").Select(part => new SqlPartition(Number(part, "rowCount") ?? 0, Number(part, "uncompressedSize") ?? 0))];

    public static long? RowCount(JsonElement root) => Number(Member(root, "resultSetMetaData"), "numRows");

    /// <summary>The rows of an answer; a further partition may come as the bare rows.</summary>
    public static IEnumerable<string?[]> Rows(JsonElement root) =>
        (root.ValueKind == JsonValueKind.Array ? root.EnumerateArray() : Items(root, "data")).Select(row => row.EnumerateArray().Select(Cell).ToArray());

    public static IReadOnlyList<string> Handles(JsonElement root) =>
        [.. Items(root, "statementHandles").Select(handle => handle.GetString()).OfType<string>()];

    public static long Stat(JsonElement root, string name) => Number(Member(root, "stats"), name) ?? 0;

    private static string? Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    private static JsonElement.ArrayEnumerator Items(JsonElement? of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : default;

    private static JsonElement? Member(JsonElement? of, string name) =>
        of is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement of, string name) => Member(of, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static long? Number(JsonElement? of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;
}
