using System.Text.RegularExpressions;
using GrpcRefresh.Tests.Bundle.Sql;

namespace GrpcRefresh.Tests.Bundle;

/// <param name="Role">The role that runs it.</param>
/// <param name="Place">Where it stands among all of them, in the order of the files.</param>
internal sealed record BundleStatement(string File, string? Role, int Place, IReadOnlyList<SqlToken> Tokens)
{
    private static readonly string[] Kinds =
    [
        "EXTERNAL ACCESS INTEGRATION", "NETWORK RULE", "NETWORK POLICY", "INTEGRATION", "PROCEDURE", "DATABASE", "SCHEMA", "WAREHOUSE", "SECRET", "STREAM", "TABLE", "ALERT",
        "ROLE", "USER", "VIEW", "TASK",
    ];

    /// <summary>All of it with single spaces, for looking into.</summary>
    public string Text { get; } = string.Join(' ', Tokens.Select(token => token.Kind is SqlTokenKind.Text or SqlTokenKind.Body ? $"'{token.Value}'" : token.Value));

    public BundleObject? Creates => Text.StartsWith("CREATE ", StringComparison.Ordinal) ? Target() : null;

    public BundleObject? Drops => Text.StartsWith("DROP ", StringComparison.Ordinal) ? Target() : null;

    public BundleObject? Describes => Text.StartsWith("DESCRIBE ", StringComparison.Ordinal) ? Target() : null;

    /// <summary>Whether it names the object: as a name, or within a text or a body.</summary>
    public bool Mentions(string name) => Regex.IsMatch(Joined(Text), $@"(?<![\w.]){Regex.Escape(name)}(?![\w.])");

    /// <summary>The names between the parentheses after a clause: <c>SECRETS = ( … )</c>.</summary>
    public IReadOnlyList<string> ListOf(string clause)
    {
        var begin = Text.IndexOf($"{clause} = ( ", StringComparison.Ordinal);
        return begin < 0 ? [] : [.. Joined(Text[(begin + clause.Length + 5)..].Split(" )")[0]).Split(" , ")];
    }

    public string? Value(string clause) =>
        Tokens.Select((token, at) => (token, at)).FirstOrDefault(one => one.token.IsWord(clause) && one.at + 2 < Tokens.Count && Tokens[one.at + 1].IsSymbol("="))
            is ({ }, var place) ? Tokens[place + 2].Value : null;

    private static string Joined(string text) => text.Replace(" . ", ".", StringComparison.Ordinal);

    private BundleObject? Target()
    {
        var words = Text.Split(' ').Skip(1).ToList();
        foreach (var filler in new[] { "OR REPLACE", "OR ALTER" })
        {
            if (string.Join(' ', words.Take(2)) == filler)
            {
                words.RemoveRange(0, 2);
            }
        }

        var rest = string.Join(' ', words);
        var kind = Kinds.FirstOrDefault(kind => rest.StartsWith($"{kind} ", StringComparison.Ordinal));
        if (kind is null)
        {
            return null;
        }

        var name = Joined(rest[(kind.Length + 1)..].Replace("IF NOT EXISTS ", "", StringComparison.Ordinal).Replace("IF EXISTS ", "", StringComparison.Ordinal)).Split(' ')[0];
        return new BundleObject(kind == "EXTERNAL ACCESS INTEGRATION" ? "INTEGRATION" : kind, name);
    }
}
