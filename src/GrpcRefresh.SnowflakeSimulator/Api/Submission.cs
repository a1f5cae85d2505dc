using System.Globalization;
using System.Text.Json;
using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Api;

/// <summary>A statement as it was handed in.</summary>
internal sealed record Submission
{
    public required string Sql { get; init; }

    public Guid? RequestId { get; init; }

    public bool IsRetry { get; init; }

    public bool IsAsync { get; init; }

    public TimeSpan? Timeout { get; init; }

    public string? Database { get; init; }

    public string? Schema { get; init; }

    public string? Warehouse { get; init; }

    public string? Role { get; init; }

    public string Tag { get; init; } = "";

    /// <summary>How many statements the caller says there are; 0 is any number.</summary>
    public int Count { get; init; } = 1;

    public IReadOnlyList<object?> Bindings { get; init; } = [];

    public static Submission Read(string body, string? requestId, bool isRetry, bool isAsync)
    {
        try
        {
            var root = JsonSerializer.Deserialize<JsonElement>(body);
            var parameters = root.TryGetProperty("parameters", out var given)
                ? given.EnumerateObject().ToDictionary(one => one.Name, one => one.Value.ToString(), StringComparer.OrdinalIgnoreCase)
                : [];
            return new Submission
            {
                Sql = Text(root, "statement") ?? throw new SqlProblem("391901", "42601", "The request has no statement."),
                RequestId = Guid.TryParse(requestId, out var id) ? id : null,
                IsRetry = isRetry,
                IsAsync = isAsync,
                Timeout = root.TryGetProperty("timeout", out var seconds) && seconds.GetInt64() is > 0 and var limit ? TimeSpan.FromSeconds(limit) : null,
                Database = Text(root, "database"),
                Schema = Text(root, "schema"),
                Warehouse = Text(root, "warehouse"),
                Role = Text(root, "role"),
                Tag = parameters.GetValueOrDefault("QUERY_TAG") ?? "",
                Count = int.Parse(parameters.GetValueOrDefault("MULTI_STATEMENT_COUNT") ?? "1", CultureInfo.InvariantCulture),
                Bindings = root.TryGetProperty("bindings", out var bindings) ? BindingValues.Read(bindings) : [],
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new SqlProblem("391901", "42601", $"The body cannot be read: {e.Message}");
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
