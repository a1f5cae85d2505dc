using System.CommandLine;

namespace GrpcRefresh.Cli.Features;

/// <summary>Labels as <c>key=value</c>.</summary>
internal static class LabelOption
{
    public static Option<Dictionary<string, string>> Of(string description) =>
        PairsOption.Of("--label", "key=value", description, StringComparer.Ordinal);
}
