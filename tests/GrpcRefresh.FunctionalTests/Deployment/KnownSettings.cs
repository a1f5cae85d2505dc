using System.Text.RegularExpressions;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Deployment;

/// <summary>The keys that docs/configuration.md has, which is written from the code.</summary>
internal static partial class KnownSettings
{
    private static readonly List<Regex> Keys = [.. Read()];

    /// <param name="variable">As in an environment: <c>GRPCREFRESH__RPC__LISTEN</c>.</param>
    public static bool Has(string variable) => Keys.Exists(key => key.IsMatch(variable.Replace("__", ":", StringComparison.Ordinal)));

    private static IEnumerable<Regex> Read()
    {
        var section = "";
        foreach (var line in File.ReadLines(Path.Combine(Checkout.Root, "docs", "configuration.md")))
        {
            if (Heading().Match(line) is { Success: true } heading)
            {
                section = heading.Groups[1].Value;
            }
            else if (Row().Match(line) is { Success: true } row)
            {
                var pattern = Regex.Escape($"{section}:{row.Groups[1].Value}").Replace(@"\{name}", "[^:]+", StringComparison.Ordinal).Replace(@"\{0…}", "[0-9]+", StringComparison.Ordinal);
                yield return new Regex($"^{pattern}$", RegexOptions.IgnoreCase);
            }
        }
    }

    [GeneratedRegex("^##+ `([^`]+)`")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\| `([^`]+)` \|")]
    private static partial Regex Row();
}
