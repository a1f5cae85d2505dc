using YamlDotNet.RepresentationModel;

namespace GrpcRefresh.FunctionalTests.Deployment;

/// <summary>YAML as it is read: maps, lists and texts.</summary>
internal static class Yaml
{
    public static IReadOnlyList<YamlNode> Read(string path)
    {
        using var text = File.OpenText(path);
        var documents = new YamlStream();
        documents.Load(text);
        return [.. documents.Documents.Select(document => document.RootNode)];
    }

    /// <summary>What stands under a path of keys; null when any of them is missing.</summary>
    public static YamlNode? At(this YamlNode node, params IEnumerable<string> path) =>
        path.Aggregate((YamlNode?)node, (at, key) => at is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var below) ? below : null);

    public static string Text(this YamlNode node, params IEnumerable<string> path) => Assert.IsType<YamlScalarNode>(node.At(path)).Value!;

    public static IReadOnlyList<YamlNode> List(this YamlNode node, params IEnumerable<string> path) =>
        node.At(path) is YamlSequenceNode list ? [.. list.Children] : [];

    public static IReadOnlyList<string> Texts(this YamlNode node, params IEnumerable<string> path) => [.. node.List(path).Select(entry => entry.Text())];

    public static IReadOnlyDictionary<string, YamlNode> Map(this YamlNode node, params IEnumerable<string> path) =>
        node.At(path) is YamlMappingNode map ? map.Children.ToDictionary(entry => entry.Key.Text(), entry => entry.Value) : new Dictionary<string, YamlNode>();
}
