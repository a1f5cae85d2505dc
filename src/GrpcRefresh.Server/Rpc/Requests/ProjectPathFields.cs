using System.Text.RegularExpressions;

namespace GrpcRefresh.Server.Rpc.Requests;

/// <summary>Paths of projects in one text: the names from the outermost on, with a slash between them.</summary>
internal static partial class ProjectPathFields
{
    private const int Deepest = 20;
    private const int LongestName = 256;

    public static IReadOnlyList<string> Read(string value, string field, FieldErrors errors)
    {
        var names = value.Split('/');
        if (names.Length > Deepest)
        {
            errors.Add(field, $"has {names.Length} names; at most {Deepest} are allowed");
            return [];
        }

        if (names.Any(name => name.Length == 0))
        {
            errors.Add(field, "has an empty name; write the names from the outermost project on, with a single slash between them and none at the ends");
        }
        else if (Unwritten().IsMatch(value))
        {
            errors.Add(field, "has a percent sign that stands for nothing; write it %25, and a slash within a name %2F");
        }

        return [.. names.Select(name => TextFields.Read(Decode(name), field, LongestName, errors))];
    }

    private static string Decode(string name) =>
        name.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Replace("%25", "%", StringComparison.Ordinal);

    [GeneratedRegex("%(?!2[Ff5])")]
    private static partial Regex Unwritten();
}
