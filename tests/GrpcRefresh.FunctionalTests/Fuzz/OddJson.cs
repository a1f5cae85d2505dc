using System.Text.RegularExpressions;

namespace GrpcRefresh.FunctionalTests.Fuzz;

/// <summary>JSON with some of its parts replaced, doubled, moved or torn off; mostly still JSON, so that it is looked at closely.</summary>
internal static partial class OddJson
{
    public static string Of(string json, Random random)
    {
        var parts = Part().Matches(json).Select(part => part.Value).ToList();
        for (var changes = random.Next(1, 4); changes > 0 && parts.Count > 0; changes--)
        {
            Change(parts, random);
        }

        var text = string.Concat(parts);
        return random.OneIn(12) ? text[..random.Next(text.Length + 1)] : text;
    }

    private static void Change(List<string> parts, Random random)
    {
        var at = random.Next(parts.Count);
        switch (random.Next(6))
        {
            case 0:
                parts.RemoveAt(at);
                break;
            case 1:
                parts.Insert(at, parts[random.Next(parts.Count)]);
                break;
            case 2:
                // Another property first, perhaps one that is there already.
                var opened = parts.IndexOf("{");
                parts.InsertRange(opened + 1, [NameOf(parts, random), ":", random.JsonValue(), ","]);
                break;
            case 3:
                // A whole object or array.
                var end = EndOf(parts, at);
                parts.RemoveRange(at, end - at);
                parts.Insert(at, random.JsonValue());
                break;
            case 4:
                parts[at] = NameOf(parts, random);
                break;
            default:
                parts[at] = random.JsonValue();
                break;
        }
    }

    private static string NameOf(List<string> parts, Random random)
    {
        var names = parts.Where(part => part.StartsWith('"')).ToList();
        return names.Count == 0 || random.OneIn(4) ? System.Text.Json.JsonSerializer.Serialize(random.Text()) : random.Of(names);
    }

    private static int EndOf(List<string> parts, int at)
    {
        var depth = 0;
        do
        {
            depth += parts[at] is "{" or "[" ? 1 : parts[at] is "}" or "]" ? -1 : 0;
            at++;
        }
        while (depth > 0 && at < parts.Count);
        return at;
    }

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"|[-+0-9.eE]+|[a-z]+|[^\\s]")]
    private static partial Regex Part();
}
