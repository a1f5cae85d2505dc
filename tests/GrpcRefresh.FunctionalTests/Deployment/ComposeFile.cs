using System.Text.RegularExpressions;
using GrpcRefresh.FunctionalTests.Infrastructure;
using YamlDotNet.RepresentationModel;

namespace GrpcRefresh.FunctionalTests.Deployment;

/// <summary>docker-compose.yml as it is with some variables, or their defaults. A variable that has to be there fails the test, as it fails compose.</summary>
internal sealed partial class ComposeFile(IReadOnlyDictionary<string, string> variables)
{
    /// <summary>Those that come with the simulated Tableau.</summary>
    public static IReadOnlyDictionary<string, string> Demo { get; } =
        File.ReadLines(Path.Combine(Checkout.Root, "deploy", "compose", "demo.env"))
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Split('=', 2))
            .ToDictionary(words => words[0], words => words[1]);

    public YamlNode Root { get; } = Yaml.Read(Path.Combine(Checkout.Root, "docker-compose.yml")).Single();

    public YamlNode Service(string name) => Root.At("services", name)!;

    public IReadOnlyDictionary<string, string> EnvironmentOf(string service) =>
        Service(service).Map("environment").ToDictionary(entry => entry.Key, entry => Filled(entry.Value.Text()));

    /// <summary>What stands for a variable: <c>:-</c> before a default, <c>:?</c> or <c>?</c> before what is said when it is missing.</summary>
    public string Filled(string text) => Variable().Replace(text, variable =>
    {
        var (name, mark, otherwise) = (variable.Groups[1].Value, variable.Groups[2].Value, variable.Groups[3].Value);
        return variables.TryGetValue(name, out var value) && (value.Length > 0 || mark[0] != ':') ? value
            : mark == ":-" ? otherwise
            : throw new InvalidOperationException($"{name} {otherwise}");
    });

    [GeneratedRegex(@"\$\{([A-Z_]+)(:-|:\?|\?)([^}]*)\}")]
    private static partial Regex Variable();
}
