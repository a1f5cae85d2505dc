using System.Text.Json.Nodes;
using GrpcRefresh.Tests.Infrastructure;

namespace GrpcRefresh.Tests.Docs;

public sealed class OpenApiPageTests
{
    private static readonly string Committed = Path.Combine(Checkout.Root, "docs", "openapi.json");

    private readonly string _page = new OpenApiPage().Write();

    [Fact]
    public void The_description_of_the_gateway_tells_what_the_contract_says()
    {
        if (Environment.GetEnvironmentVariable("GRPCREFRESH_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Committed, _page);
        }

        Assert.Equal(_page, File.ReadAllText(Committed));
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var page = JsonNode.Parse(_page)!;
        var references = Below(page).OfType<JsonObject>().Select(json => json["$ref"]?.GetValue<string>()).OfType<string>();

        Assert.All(references, reference => Assert.NotNull(reference[2..].Split('/').Aggregate(page, (json, step) => json?[step]!)));
    }

    [Fact]
    public void Every_method_is_there() => Assert.Equal(
        OpenApiPage.Methods.Select(method => method.Name).Order(),
        JsonNode.Parse(_page)!["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(verb => verb.Value!["operationId"]!.GetValue<string>()).Order());

    private static IEnumerable<JsonNode> Below(JsonNode json) => (json switch
    {
        JsonObject one => one.Select(property => property.Value),
        JsonArray many => many,
        _ => [],
    }).OfType<JsonNode>().SelectMany(Below).Prepend(json);
}
