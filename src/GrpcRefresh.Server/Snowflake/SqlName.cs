using System.Text;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>The name of a Snowflake object, of one part or more, always written in double quotes. The only way for a name into a statement.</summary>
/// <remarks>Names cannot be bound like values, so this type is what keeps a name from becoming SQL.</remarks>
internal sealed record SqlName
{
    private const int LongestPart = 255;
    private const int MostParts = 3;

    private readonly string _quoted;

    private SqlName(IReadOnlyList<string> parts) => _quoted = string.Join('.', parts.Select(Quote));

    /// <summary>The parts exactly as they are stored; a name that was created without quotes is stored in capitals.</summary>
    public static SqlName Of(params IReadOnlyList<string> parts) =>
        parts.Count is >= 1 and <= MostParts && parts.All(IsPart)
            ? new SqlName(parts)
            : throw new FormatException("A name has one to three parts of 1 to 255 characters, none of them a control character.");

    /// <summary>A name as people write it: parts without quotes are meant in capitals, as Snowflake takes them.</summary>
    public static bool TryParse(string text, out SqlName? name)
    {
        name = Split(text) is { Count: >= 1 and <= MostParts } parts && parts.All(IsPart) ? new SqlName(parts) : null;
        return name is not null;
    }

    public override string ToString() => _quoted;

    private static string Quote(string part) => $"\"{part.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static bool IsPart(string part) => part.Length is >= 1 and <= LongestPart && !part.Any(char.IsControl);

    private static List<string>? Split(string text)
    {
        List<string> parts = [];
        for (var at = 0; ;)
        {
            if (ReadPart(text, ref at) is not { } part)
            {
                return null;
            }

            parts.Add(part);
            if (at == text.Length)
            {
                return parts;
            }

            if (text[at++] != '.')
            {
                return null;
            }
        }
    }

    private static string? ReadPart(string text, ref int at)
    {
        if (at < text.Length && text[at] == '"')
        {
            return ReadQuoted(text, ref at);
        }

        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '$'))
        {
            at++;
        }

        return at > start && !char.IsAsciiDigit(text[start]) && text[start] != '$' ? text[start..at].ToUpperInvariant() : null;
    }

    private static string? ReadQuoted(string text, ref int at)
    {
        var part = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                part.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                part.Append(text[at++]);
            }
            else
            {
                at++;
                return part.ToString();
            }
        }

        return null;
    }
}
