using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.Tests.Infrastructure;
using YamlDotNet.RepresentationModel;

namespace GrpcRefresh.Tests.Telemetry;

/// <summary>What the alert rules and the dashboard in deploy/ ask for is what the service sends.</summary>
public sealed partial class DeployedQueriesTests
{
    private static readonly string[] Severities = ["page", "ticket"];

    private static readonly JsonNode Dashboard = JsonNode.Parse(File.ReadAllText(At("grafana", "grpcrefresh.json")))!;

    [Fact]
    public void Every_query_of_the_alerts_is_about_what_there_is() =>
        Assert.Empty(Rules().SelectMany(rule => PromCheck.Problems(Text(rule, "expr")).Select(problem => $"{Text(rule, "alert")}: {problem}")));

    [Fact]
    public void Every_alert_says_how_bad_it_is_and_what_to_do() => Assert.All(Rules(), rule =>
    {
        Assert.Contains(Text((YamlMappingNode)rule["labels"], "severity"), Severities);
        var annotations = (YamlMappingNode)rule["annotations"];
        Assert.NotEmpty(Text(annotations, "summary"));
        Assert.NotEmpty(Text(annotations, "action"));
        // What a text names must be left over by the query.
        var grouped = PromQuery.Parse(Text(rule, "expr")).Groupings;
        Assert.All(Label().Matches(Text(annotations, "summary") + Text(annotations, "action")), named => Assert.Contains(named.Groups[1].Value, grouped));
    });

    [Fact]
    public void Alerts_have_names_of_their_own() => Assert.Distinct(Rules().Select(rule => Text(rule, "alert")));

    [Fact]
    public void Every_query_of_the_dashboard_is_about_what_there_is()
    {
        var queries = Nodes(Dashboard).OfType<JsonObject>().Select(node => node["expr"]?.GetValue<string>()).OfType<string>().ToList();

        Assert.NotEmpty(queries);
        Assert.Empty(queries.SelectMany(PromCheck.Problems));
    }

    [Fact]
    public void Every_choice_of_the_dashboard_is_a_label_that_there_is()
    {
        var choices = Dashboard["templating"]!["list"]!.AsArray().Select(choice => choice!["query"]).OfType<JsonObject>().Select(query => query["query"]!.GetValue<string>());

        Assert.All(choices, choice =>
        {
            var (series, label) = (LabelValues().Match(choice).Groups[1].Value, LabelValues().Match(choice).Groups[2].Value);
            Assert.Contains(label, PrometheusNames.Series[series].Tags.Select(tag => tag.Name));
        });
    }

    [Fact]
    public void Every_measure_is_on_the_dashboard()
    {
        var asked = Nodes(Dashboard).OfType<JsonObject>().Select(node => node["expr"]?.GetValue<string>()).OfType<string>()
            .SelectMany(query => PromQuery.Parse(query).Selectors).Select(selector => PrometheusNames.Series[selector.Series].Name);

        Assert.Empty(Measures.All.Select(measure => measure.Name).Except(asked));
    }

    [Fact]
    public void Every_panel_has_an_id_of_its_own_and_a_place() => Assert.All(
        Dashboard["panels"]!.AsArray().GroupBy(panel => panel!["id"]!.GetValue<int>()), panels => Assert.NotNull(Assert.Single(panels)!["gridPos"]));

    private static List<YamlMappingNode> Rules()
    {
        var yaml = new YamlStream();
        using var text = File.OpenText(At("prometheus", "alerts.yml"));
        yaml.Load(text);
        var rules = ((YamlSequenceNode)yaml.Documents[0].RootNode["groups"]).SelectMany(group => (YamlSequenceNode)group["rules"]).Cast<YamlMappingNode>().ToList();
        Assert.NotEmpty(rules);
        return rules;
    }

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node[key]).Value!;

    private static IEnumerable<JsonNode> Nodes(JsonNode node) => (node switch
    {
        JsonObject branch => branch.Select(entry => entry.Value).OfType<JsonNode>().SelectMany(Nodes),
        JsonArray list => list.OfType<JsonNode>().SelectMany(Nodes),
        _ => [],
    }).Prepend(node);

    private static string At(params string[] path) => Path.Combine([Checkout.Root, "deploy", .. path]);

    [GeneratedRegex(@"\$labels\.(\w+)")]
    private static partial Regex Label();

    [GeneratedRegex(@"label_values\((\w+), (\w+)\)")]
    private static partial Regex LabelValues();
}
