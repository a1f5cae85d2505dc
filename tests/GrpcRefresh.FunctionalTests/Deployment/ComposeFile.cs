using System.Text.RegularExpressions;
using GrpcRefresh.FunctionalTests.Infrastructure;
using YamlDotNet.RepresentationModel;

namespace GrpcRefresh.FunctionalTests.Deployment;

/// <summary>docker-compose.yml, with the defaults of its variables.</summary>
internal sealed partial class ComposeFile
{
    public YamlNode Root { get; } = Yaml.Read(Path.Combine(Checkout.Root, "docker-compose.yml")).Single();

    public YamlNode Service(string name) => Root.At("services", name)!;

    public IReadOnlyDictionary<string, string> EnvironmentOf(string service) =>
        Service(service).Map("environment").ToDictionary(entry => entry.Key, entry => WithDefaults(entry.Value.Text()));

    public static string WithDefaults(string text) => Variable().Replace(text, variable => variable.Groups[1].Value);

    [GeneratedRegex(@"\$\{[A-Z_]+:-([^}]*)\}")]
    private static partial Regex Variable();
}
