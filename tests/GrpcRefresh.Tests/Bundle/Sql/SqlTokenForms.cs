using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace GrpcRefresh.Tests.Bundle.Sql;

/// <summary>What a single token may be, where a form says %kind.</summary>
internal static partial class SqlTokenForms
{
    public static Func<SqlToken, bool> Of(string kind) => kind switch
    {
        "name" => token => token.Kind == SqlTokenKind.QuotedName || (token.Kind == SqlTokenKind.Word && !Reserved.Contains(token.Value)),
        "text" => token => token.Kind == SqlTokenKind.Text,
        "body" => token => token.Kind == SqlTokenKind.Body,
        "number" => token => token.Kind == SqlTokenKind.Number,
        "hostport" => token => token.Kind == SqlTokenKind.Text && IsHostAndPort(token.Value),
        "range" => token => token.Kind == SqlTokenKind.Text && IsRange(token.Value),
        "schedule" => token => token.Kind == SqlTokenKind.Text && Schedule().IsMatch(token.Value),
        "runtime" => token => token.Kind == SqlTokenKind.Text && token.Value is "3.10" or "3.11" or "3.12" or "3.13",
        _ => throw new FormatException($"There is no kind of token called {kind}."),
    };

    /// <summary>Words of Snowflake that are no names unless quoted, as far as a slip could put one where a name belongs.</summary>
    private static readonly HashSet<string> Reserved = new(
        [
            "ALL", "ALTER", "AND", "AS", "CREATE", "DELETE", "DROP", "EXISTS", "FALSE", "FROM", "GRANT", "IF", "IN", "INSERT", "INTO", "LIKE", "NOT", "NULL", "ON", "OR",
            "REVOKE", "SELECT", "SET", "TABLE", "TO", "TRUE", "UPDATE", "VALUES", "VIEW", "WHEN", "WHERE", "WITH",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static bool IsHostAndPort(string value) =>
        HostAndPort().Match(value) is { Success: true } match
        && int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) is > 0 and <= 65535;

    private static bool IsRange(string value) =>
        Range().Match(value) is { Success: true } match && IPAddress.TryParse(match.Groups[1].Value, out _)
        && (match.Groups[2].Length == 0 || int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) <= 32);

    // One star, in place of or at the edge of the outermost of at least three labels.
    [GeneratedRegex(@"^(?:[a-z0-9-]*\*?[a-z0-9-]*\.(?=[^*.]+\.))?(?:[a-z0-9][a-z0-9-]*\.)+[a-z]+:(\d{1,5})$")]
    private static partial Regex HostAndPort();

    [GeneratedRegex(@"^(\d+\.\d+\.\d+\.\d+)(?:/(\d{1,2}))?$")]
    private static partial Regex Range();

    [GeneratedRegex(@"^(?:[1-9]\d* (?:HOUR|MINUTE|SECOND)S?|USING CRON(?: [\dA-Z*/,L#-]+){5} [A-Z][\w/]*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Schedule();
}
