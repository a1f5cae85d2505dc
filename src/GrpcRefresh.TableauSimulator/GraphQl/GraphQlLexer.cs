using System.Text;

namespace GrpcRefresh.Simulation.GraphQl;

/// <summary>Cuts a query into names, numbers, quoted strings (kept with their opening quote) and single punctuators.</summary>
internal static class GraphQlLexer
{
    private const string Punctuators = "{}()[]:!=$";

    public static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var symbol = text[at];
            if (char.IsWhiteSpace(symbol) || symbol is ',' or '\uFEFF')
            {
                at++;
            }
            else if (symbol == '#')
            {
                at = text.IndexOf('\n', at) is var end and >= 0 ? end : text.Length;
            }
            else if (symbol == '"')
            {
                tokens.Add(ReadString(text, ref at));
            }
            else if (Punctuators.Contains(symbol, StringComparison.Ordinal))
            {
                tokens.Add(text[at++..at]);
            }
            else
            {
                tokens.Add(ReadWord(text, ref at));
            }
        }

        return tokens;
    }

    private static string ReadWord(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '-' or '.'))
        {
            at++;
        }

        return at > start ? text[start..at] : throw GraphQlProblem.Syntax($"offending token '{text[at]}'");
    }

    private static string ReadString(string text, ref int at)
    {
        var value = new StringBuilder("\"");
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                at++;
                return value.ToString();
            }

            value.Append(text[at] == '\\' && at + 1 < text.Length ? Unescape(text, ref at) : text[at]);
        }

        throw GraphQlProblem.Syntax("unterminated string");
    }

    private static char Unescape(string text, ref int at) => text[++at] switch
    {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'u' when at + 4 < text.Length && ushort.TryParse(text.AsSpan(at + 1, 4), System.Globalization.NumberStyles.HexNumber, null, out var code)
            => Skip(ref at, (char)code),
        var other => other,
    };

    private static char Skip(ref int at, char code)
    {
        at += 4;
        return code;
    }
}
