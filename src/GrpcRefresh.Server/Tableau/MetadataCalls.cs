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

    /// <summary>The types of the databases behind each workbook. Whatever is not complete is an exception.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlySet<string>>> ListWorkbookDatabasesAsync(CancellationToken ct)
    {
        var databases = new Dictionary<string, IReadOnlySet<string>>(StringComparer.OrdinalIgnoreCase);
        for (string? after = null; ;)
        {
            var page = await ReadWorkbooksAsync(after, ct);
            foreach (var workbook in Array(page, "nodes").Where(node => !string.IsNullOrEmpty(Text(node, "luid"))))
            {
                databases[Text(workbook, "luid")!] = Array(workbook, "upstreamDatabases")
                    .Select(database => Text(database, "connectionType") ?? "").ToHashSet(StringComparer.OrdinalIgnoreCase);
            }

            var info = page.GetProperty("pageInfo");
            if (!info.GetProperty("hasNextPage").GetBoolean())
            {
                return databases;
            }

            var next = Text(info, "endCursor");
            after = next is not null && next != after ? next : throw InPart("it has a next page, and does not say where");
        }
    }

    private async Task<JsonElement> ReadWorkbooksAsync(string? after, CancellationToken ct)
    {
        const string Query = "query($after:String){ workbooksConnection(first:500,after:$after){ " +
            "nodes{ luid upstreamDatabases{ connectionType } } pageInfo{ hasNextPage endCursor } } }";
        var root = await caller.SendJsonAsync(Request(Query, new { after }), ct);
        if (Array(root, "errors") is [var error, ..])
        {
            throw InPart(Text(error, "message") ?? "no reason given");
        }

        return root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
            && data.TryGetProperty("workbooksConnection", out var page) && page.ValueKind == JsonValueKind.Object
            && page.TryGetProperty("nodes", out var nodes) && nodes.ValueKind == JsonValueKind.Array
            && page.TryGetProperty("pageInfo", out var info) && info.ValueKind == JsonValueKind.Object
            && info.TryGetProperty("hasNextPage", out var more) && more.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? page
                : throw InPart("the workbooks are missing from it");
    }

    private static TableauException InPart(string why) =>
        new(TableauErrorKind.Unreachable, $"The answer of the metadata API is not complete: {why}.") { HttpStatus = 200 };

    private static TableauRequest Request(string query, object variables) => new(HttpMethod.Post, "/api/metadata/graphql")
    {
        JsonBody = JsonSerializer.Serialize(new { query, variables }),
    };

    // Errors come with status 200 and maybe some data beside them: what is there is true, only not complete.
    private async Task<List<JsonElement>> QueryAsync(ResourceType type, string filter, string fields, CancellationToken ct)
    {
        var list = type == ResourceType.Workbook ? "workbooks" : "publishedDatasources";
        var root = await caller.SendJsonAsync(Request($"query {{ {list}(filter:{{{filter}}}){{ {fields} }} }}", new { }), ct);
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
