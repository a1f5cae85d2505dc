using System.Text.RegularExpressions;

namespace GrpcRefresh.Tests.Bundle.Sql;

/// <summary>Cuts Snowflake's SQL into tokens and those into statements.</summary>
internal static partial class SqlLexer
{
    public static IReadOnlyList<SqlToken> Tokens(string text)
    {
        var tokens = new List<SqlToken>();
        var line = 1;
        for (var at = 0; at < text.Length;)
        {
            var match = Piece().Match(text, at);
            if (!match.Success || match.Length == 0)
            {
                throw new FormatException($"line {line}: unexpected '{text[at]}', or a text, name or body that does not end");
            }

            if (Token(match, line) is { } token)
            {
                tokens.Add(token);
            }

            line += match.Value.Count(character => character == '\n');
            at += match.Length;
        }

        return tokens;
    }

    /// <summary>What stands between semicolons, without them.</summary>
    public static IEnumerable<IReadOnlyList<SqlToken>> Statements(string text)
    {
        var statement = new List<SqlToken>();
        foreach (var token in Tokens(text))
        {
            if (!token.IsSymbol(";"))
            {
                statement.Add(token);
            }
            else if (statement.Count > 0)
            {
                yield return statement;
                statement = [];
            }
        }

        if (statement.Count > 0)
        {
            throw new FormatException($"line {statement[0].Line}: the last statement has no semicolon");
        }
    }

    private static SqlToken? Token(Match match, int line) =>
        match.Groups["space"].Success ? null
        : match.Groups["body"].Success ? new SqlToken(SqlTokenKind.Body, match.Groups["body"].Value, line)
        : match.Groups["text"].Success ? new SqlToken(SqlTokenKind.Text, match.Groups["text"].Value.Replace("''", "'", StringComparison.Ordinal), line)
        : match.Groups["name"].Success ? new SqlToken(SqlTokenKind.QuotedName, match.Groups["name"].Value, line)
        : match.Groups["word"].Success ? new SqlToken(SqlTokenKind.Word, match.Value, line)
        : match.Groups["number"].Success ? new SqlToken(SqlTokenKind.Number, match.Value, line)
        : new SqlToken(SqlTokenKind.Symbol, match.Value, line);

    [GeneratedRegex("""
        \G(?: (?<space> \s+ | --[^\n]* )
            | \$\$ (?<body> (?: (?!\$\$). )* ) \$\$
            | ' (?<text> (?: [^'] | '' )* ) '
            | " (?<name> (?: [^"] | "" )+ ) "
            | (?<word> [A-Za-z_][\w$]* )
            | (?<number> \d+ )
            | => | <> | <= | >= | [=<>().,;*+:-] )
        """, RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Piece();
}
