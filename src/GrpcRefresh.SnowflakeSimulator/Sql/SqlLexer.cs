using System.Globalization;
using System.Text.RegularExpressions;
using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary>Cuts SQL into tokens, and into statements at the semicolons.</summary>
internal static partial class SqlLexer
{
    public static IReadOnlyList<IReadOnlyList<SqlToken>> Split(string sql)
    {
        List<List<SqlToken>> statements = [[]];
        foreach (var token in Tokens(sql))
        {
            if (token.Is(";"))
            {
                statements.Add([]);
            }
            else
            {
                statements[^1].Add(token);
            }
        }

        statements.RemoveAll(statement => statement.Count == 0);
        return statements.Count > 0 ? statements : throw new SqlProblem("000900", "42601", "Empty SQL statement.");
    }

    private static IEnumerable<SqlToken> Tokens(string sql)
    {
        var bindings = 0;
        for (var at = 0; at < sql.Length;)
        {
            var match = Form().Match(sql, at);
            if (!match.Success)
            {
                throw SqlProblem.Unknown($"'{sql[at]}' at position {at}");
            }

            at += match.Length;
            var raw = match.Value;
            if (match.Groups["space"].Success)
            {
                continue;
            }

            yield return match switch
            {
                _ when match.Groups["word"].Success => new SqlToken(SqlTokenKind.Word, raw.ToUpperInvariant(), raw),
                _ when match.Groups["quoted"].Success => new SqlToken(SqlTokenKind.Quoted, raw[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal), raw),
                _ when match.Groups["literal"].Success => new SqlToken(SqlTokenKind.Literal, Unescape(raw[1..^1]), raw),
                _ when match.Groups["number"].Success => new SqlToken(SqlTokenKind.Number, raw, raw),
                _ when raw == "?" => new SqlToken(SqlTokenKind.Binding, (++bindings).ToString(CultureInfo.InvariantCulture), raw),
                _ => new SqlToken(SqlTokenKind.Symbol, raw, raw),
            };
        }
    }

    private static string Unescape(string text) => text.Replace("''", "'", StringComparison.Ordinal).Contains('\\', StringComparison.Ordinal)
        ? Escape().Replace(text.Replace("''", "'", StringComparison.Ordinal), match => match.Value[1] switch
        {
            'n' => "\n",
            't' => "\t",
            'r' => "\r",
            '0' => "\0",
            var other => other.ToString(),
        })
        : text.Replace("''", "'", StringComparison.Ordinal);

    [GeneratedRegex("""\G(?:(?<space>\s+|--[^\n]*|/\*[\s\S]*?\*/)|(?<word>[A-Za-z_][A-Za-z0-9_$]*)|(?<quoted>"(?:[^"]|"")*")|(?<literal>'(?:[^'\\]|''|\\[\s\S])*')|(?<number>\d+(?:\.\d+)?)|(?<symbol>::|=>|<=|>=|<>|!=|\|\||[-+*/%=<>(),.;:?\[\]{}]))""")]
    private static partial Regex Form();

    [GeneratedRegex(@"\\[\s\S]")]
    private static partial Regex Escape();
}
