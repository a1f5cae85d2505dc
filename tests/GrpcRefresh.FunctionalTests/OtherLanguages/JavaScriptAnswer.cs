using System.Text.Json;

namespace GrpcRefresh.FunctionalTests.OtherLanguages;

/// <summary>What a call from JavaScript brought: its messages, and the status that ended it.</summary>
internal sealed record JavaScriptAnswer(IReadOnlyList<JsonElement> Messages, JsonElement End)
{
    public string? Status => End.GetProperty("status").GetString();

    public static JavaScriptAnswer Parse(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        return new JavaScriptAnswer(lines[..^1], lines[^1]);
    }

    /// <summary>The details of one type, as decoded there.</summary>
    public static IEnumerable<JsonElement> Details(JsonElement status, string type) =>
        status.GetProperty("details").EnumerateArray().Where(detail => detail.GetProperty("type").GetString() == type);
}
