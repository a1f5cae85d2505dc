using System.Text.Json;

namespace GrpcRefresh.FunctionalTests.OtherLanguages;

/// <summary>What a call from JavaScript brought: its messages, and the status that ended it.</summary>
internal sealed record JavaScriptAnswer(IReadOnlyList<JsonElement> Messages, JsonElement End)
{
    public string? Status => End.GetProperty("status").GetString();

    public static JavaScriptAnswer Parse(IEnumerable<string> lines)
    {
        var values = lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        return new JavaScriptAnswer(values[..^1], values[^1]);
    }

    /// <summary>The details of one type, as decoded there.</summary>
    public static IEnumerable<JsonElement> Details(JsonElement status, string type) =>
        status.GetProperty("details").EnumerateArray().Where(detail => detail.GetProperty("type").GetString() == type);
}
