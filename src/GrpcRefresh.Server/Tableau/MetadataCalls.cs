using System.Text.Json;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Tableau;

/// <summary>Asks the metadata API, which knows what the REST API does not. It may be off, late, or answer in part.</summary>
internal sealed class MetadataCalls(TableauCaller caller)
{
    private static readonly string[] ExtractTimes = ["extractLastRefreshTime", "extractLastUpdateTime", "extractLastIncrementalUpdateTime"];

    /// <summary>The luid of the content with that number in its address; null when it is not told, or told twice.</summary>
    public async Task<string?> FindLuidAsync(ResourceType type, string urlId, CancellationToken ct)
    {
        var nodes = await QueryAsync(type, $"vizportalUrlId:{Quote(urlId)}", "luid", ct);
        return nodes.Select(node => Text(node, "luid")).OfType<string>().Where(luid => luid.Length > 0).Distinct().ToList() is [var only] ? only : null;
    }

    /// <summary>The newest time at which an extract of the content is told to have changed.</summary>
    public async Task<DateTimeOffset?> GetLastExtractUpdateAsync(ResourceType type, string luid, CancellationToken ct)
    {
        var times = string.Join(' ', ExtractTimes);
        var fields = type == ResourceType.Workbook ? $"embeddedDatasources{{{times}}}" : times;
        var nodes = await QueryAsync(type, $"luid:{Quote(luid)}", fields, ct);
        var sources = type == ResourceType.Workbook ? nodes.SelectMany(node => Array(node, "embeddedDatasources")) : nodes;
        return sources.SelectMany(source => ExtractTimes.Select(field => TableauXml.ToTime(Text(source, field)))).Max();
    }

    // Errors come with status 200 and maybe some data beside them: what is there is true, only not complete.
    private async Task<List<JsonElement>> QueryAsync(ResourceType type, string filter, string fields, CancellationToken ct)
    {
        var list = type == ResourceType.Workbook ? "workbooks" : "publishedDatasources";
        var request = new TableauRequest(HttpMethod.Post, "/api/metadata/graphql")
        {
            JsonBody = JsonSerializer.Serialize(new { query = $"query {{ {list}(filter:{{{filter}}}){{ {fields} }} }}", variables = new { } }),
        };
        var root = await caller.SendJsonAsync(request, ct);
        return root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object ? Array(data, list) : [];
    }

    private static List<JsonElement> Array(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray()]
            : [];

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    // A string of GraphQL is written like one of JSON.
    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
