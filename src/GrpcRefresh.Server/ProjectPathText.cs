using System.Text.RegularExpressions;

namespace GrpcRefresh.Server;

/// <summary>Paths of projects in one text: the names from the outermost on, with a slash between them.</summary>
internal static partial class ProjectPathText
{
    private const int Deepest = 20;

    /// <summary>The names of a path; null, with what is wrong, when it is none.</summary>
    public static IReadOnlyList<string>? Parse(string text, out string mistake)
    {
        var names = text.Split('/');
        mistake = names.Length > Deepest ? $"has {names.Length} names; at most {Deepest} are allowed"
            : names.Any(name => name.Length == 0)
                ? "has an empty name; write the names from the outermost project on, with a single slash between them and none at the ends"
            : Unwritten().IsMatch(text) ? "has a percent sign that stands for nothing; write it %25, and a slash within a name %2F"
            : "";
        return mistake.Length == 0 ? [.. names.Select(Decode)] : null;
    }

    public static string Write(IEnumerable<string> names) => string.Join('/', names.Select(name =>
        name.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal)));

    private static string Decode(string name) =>
        name.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Replace("%25", "%", StringComparison.Ordinal);

    [GeneratedRegex("%(?!2[Ff5])")]
    private static partial Regex Unwritten();
}
