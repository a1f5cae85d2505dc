using System.Text.Json;
using System.Text.Json.Nodes;
using GrpcRefresh.Simulation.Rest;

namespace GrpcRefresh.Simulation.GraphQl;

/// <summary><c>POST /api/metadata/graphql</c>: whatever is wrong with a query is said in a 200.</summary>
internal static class MetadataApi
{
    public static RestAnswer Query(RestCall call)
    {
        try
        {
            var (query, variables) = Read(call.RawBody);
            var data = GraphQlExecutor.Execute(new MetadataModel(call).Root, call, GraphQlParser.Parse(query, variables));
            return Answer(new JsonObject { ["data"] = data }, Partial(call.World.Settings.MetadataError));
        }
        catch (GraphQlProblem problem)
        {
            return Answer([], Error(problem.Message, problem.Classification, []));
        }
    }

    private static (string Query, IReadOnlyDictionary<string, object?> Variables) Read(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var query = json.RootElement.GetProperty("query").GetString() ?? "";
            var variables = json.RootElement.TryGetProperty("variables", out var given) ? Value(given) : null;
            return (query, variables as Dictionary<string, object?> ?? []);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Refuse.Malformed("The body is not a query.");
        }
    }

    private static object? Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().ToDictionary(member => member.Name, member => Value(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt64(out var number) ? number : json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static JsonObject? Partial(string? code) => code is null ? null : Error(
        "Showing partial results. The request exceeded a limit of the metadata service.",
        "DataFetchingException",
        new JsonObject { ["severity"] = "WARNING", ["code"] = code });

    private static JsonObject Error(string message, string classification, JsonObject extensions)
    {
        extensions["classification"] = classification;
        return new JsonObject { ["message"] = message, ["path"] = null, ["extensions"] = extensions };
    }

    private static RestAnswer Answer(JsonObject answer, JsonObject? error)
    {
        if (error is not null)
        {
            answer["errors"] = new JsonArray(error);
        }

        return RestAnswer.Ok() with { Json = answer };
    }
}
