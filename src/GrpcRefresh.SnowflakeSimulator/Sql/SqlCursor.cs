using System.Globalization;
using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary>Walks over the tokens of a statement; whatever it does not find is told with what stands there.</summary>
internal sealed class SqlCursor(IReadOnlyList<SqlToken> tokens)
{
    public int At { get; private set; }

    public bool IsAtEnd => At >= tokens.Count;

    public SqlToken? Next => IsAtEnd ? null : tokens[At];

    public SqlToken Take() => IsAtEnd ? throw SqlProblem.Unknown("the statement ends too soon") : tokens[At++];

    /// <summary>Takes the words if all of them come next.</summary>
    public bool Try(params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (At + i >= tokens.Count || !tokens[At + i].Is(words[i]))
            {
                return false;
            }
        }

        At += words.Length;
        return true;
    }

    public void Expect(params ReadOnlySpan<string> words)
    {
        if (!Try(words))
        {
            throw Unexpected(string.Join(' ', words!));
        }
    }

    public void ExpectEnd()
    {
        if (!IsAtEnd)
        {
            throw Unexpected("the end");
        }
    }

    public string Name() => Next is { IsName: true } ? Take().Text : throw Unexpected("a name");

    public List<string> Path()
    {
        List<string> parts = [Name()];
        while (Try("."))
        {
            parts.Add(Name());
        }

        return parts;
    }

    public string Literal() => Next is { Kind: SqlTokenKind.Literal } ? Take().Text : throw Unexpected("a text in quotes");

    public int Integer()
    {
        if (Next is { Kind: SqlTokenKind.Number } && int.TryParse(Next.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            At++;
            return number;
        }

        throw Unexpected("a whole number");
    }

    /// <summary>What stands up to the first of these words outside parentheses, or to the end.</summary>
    public IReadOnlyList<SqlToken> Until(params IReadOnlyCollection<string> words)
    {
        var (start, depth) = (At, 0);
        for (; !IsAtEnd; At++)
        {
            if (depth == 0 && words.Any(Next!.Is))
            {
                break;
            }

            depth += Next!.Is("(") ? 1 : Next.Is(")") ? -1 : 0;
            if (depth < 0)
            {
                break;
            }
        }

        return [.. tokens.Skip(start).Take(At - start)];
    }

    public SqlProblem Unexpected(string wanted) => SqlProblem.Unknown($"{wanted} was expected instead of '{Next?.Raw ?? "the end"}'");
}
