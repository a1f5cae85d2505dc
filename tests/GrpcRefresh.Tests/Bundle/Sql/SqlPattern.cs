using System.Text.RegularExpressions;

namespace GrpcRefresh.Tests.Bundle.Sql;

/// <summary>
/// Forms of statements, written as manuals write them: WORDS and signs stand for themselves, [ ] may be left out, { | } is a
/// choice, :rule is another form, :rule+ several of it with commas between, %kind a token of that kind,
/// %expression and %rest what is not looked into.
/// </summary>
internal sealed partial class SqlPattern
{
    private delegate IEnumerable<int> Node(SqlReading reading, int at);

    private static readonly string[] Clauses = ["WHEN", "THEN", "WHERE", "SET", "VALUES", "UPDATE", "INSERT", "DELETE"];

    private readonly Dictionary<string, Node> _rules = [];

    public SqlPattern(IReadOnlyDictionary<string, string> rules)
    {
        foreach (var (name, form) in rules)
        {
            _rules[name] = Read(form);
        }
    }

    /// <summary>Null when the tokens, all of them, have the form of the rule; else where it could not be followed any further.</summary>
    public string? Mistake(string rule, IReadOnlyList<SqlToken> tokens)
    {
        var reading = new SqlReading(tokens);
        return _rules[rule](reading, 0).Contains(tokens.Count) ? null
            : reading.Farthest < tokens.Count ? $"line {tokens[reading.Farthest].Line}: '{tokens[reading.Farthest].Value}' is not expected here"
            : $"line {tokens[^1].Line}: something is missing after '{tokens[^1].Value}'";
    }

    private Node Read(string form)
    {
        var pieces = new Queue<string>(Piece().Matches(form).Select(match => match.Value));
        var node = Choice(pieces);
        return pieces.Count == 0 ? node : throw new FormatException($"'{pieces.Peek()}' has no beginning in: {form}");
    }

    private Node Choice(Queue<string> pieces)
    {
        var branches = new List<Node> { Sequence(pieces) };
        while (pieces.TryPeek(out var piece) && piece == "|")
        {
            pieces.Dequeue();
            branches.Add(Sequence(pieces));
        }

        return (reading, at) => branches.SelectMany(branch => branch(reading, at));
    }

    private Node Sequence(Queue<string> pieces)
    {
        Node all = (_, at) => [at];
        while (pieces.TryPeek(out var piece) && piece is not ("|" or "]" or "}"))
        {
            var (before, next) = (all, One(pieces));
            all = (reading, at) => before(reading, at).SelectMany(end => next(reading, end));
        }

        return all;
    }

    private Node One(Queue<string> pieces)
    {
        var piece = pieces.Dequeue();
        if (piece is "[" or "{")
        {
            var inner = Choice(pieces);
            pieces.Dequeue();
            return piece == "{" ? inner : (reading, at) => inner(reading, at).Append(at);
        }

        var rule = piece.Trim(':', '+');
        return piece switch
        {
            [':', .., '+'] => (reading, at) => Several(_rules[rule], reading, at),
            [':', ..] => (reading, at) => _rules[rule](reading, at),
            "%rest" => (reading, at) => Rest(reading, at, _ => false),
            "%expression" => (reading, at) => Rest(reading, at, EndsExpression),
            ['%', ..] => (reading, at) => reading.Take(at, SqlTokenForms.Of(piece[1..])),
            _ => (reading, at) => reading.Take(at, token => token.IsWord(piece) || token.IsSymbol(piece)),
        };
    }

    private static IEnumerable<int> Several(Node one, SqlReading reading, int at) =>
        one(reading, at).SelectMany(end => reading.Take(end, token => token.IsSymbol(",")).SelectMany(next => Several(one, reading, next)).Append(end));

    /// <summary>A word or comma that an expression has inside of parentheses only. None of ours is a CASE.</summary>
    private static bool EndsExpression(SqlToken token) => token.IsSymbol(",") || Clauses.Any(token.IsWord);

    /// <summary>Anything, of at least one token and with its parentheses paired: what is left to a checker of queries.</summary>
    private static IEnumerable<int> Rest(SqlReading reading, int at, Predicate<SqlToken> isEnd)
    {
        for (var depth = 0; at < reading.Tokens.Count && !(depth == 0 && isEnd(reading.Tokens[at])); at++)
        {
            depth += reading.Tokens[at].IsSymbol("(") ? 1 : reading.Tokens[at].IsSymbol(")") ? -1 : 0;
            if (depth < 0)
            {
                yield break;
            }

            reading.Take(at, _ => true);
            if (depth == 0)
            {
                yield return at + 1;
            }
        }
    }

    [GeneratedRegex(@"=>|[:%]\w+\+?|[\w$]+|\S")]
    private static partial Regex Piece();
}
