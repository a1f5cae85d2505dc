using System.Text.RegularExpressions;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Deployment;

/// <summary>What .dockerignore keeps out of a build: of several lines that fit a path, or a folder above it, the last one counts.</summary>
internal static class DockerIgnore
{
    private static readonly List<(Regex Path, bool KeepsOut)> Lines =
        [.. File.ReadLines(System.IO.Path.Combine(Checkout.Root, ".dockerignore"))
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => (Pattern(line.TrimStart('!')), !line.StartsWith('!')))];

    /// <param name="path">From the top of the tree, with slashes.</param>
    public static bool KeepsOut(string path) => Lines.LastOrDefault(line => line.Path.IsMatch(path)).KeepsOut;

    private static Regex Pattern(string line)
    {
        var path = Regex.Escape(line.TrimEnd('/')).Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal);
        return new Regex($"^{path}(/.*)?$");
    }
}
