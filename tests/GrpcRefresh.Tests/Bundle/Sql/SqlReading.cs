namespace GrpcRefresh.Tests.Bundle.Sql;

/// <summary>A statement while it is compared with a form; remembers how far that could be followed.</summary>
internal sealed class SqlReading(IReadOnlyList<SqlToken> tokens)
{
    public IReadOnlyList<SqlToken> Tokens => tokens;

    /// <summary>The first token that no form got past.</summary>
    public int Farthest { get; private set; }

    /// <summary>The place after the token, if it is as wanted.</summary>
    public IEnumerable<int> Take(int at, Func<SqlToken, bool> wanted)
    {
        if (at >= tokens.Count || !wanted(tokens[at]))
        {
            return [];
        }

        Farthest = Math.Max(Farthest, at + 1);
        return [at + 1];
    }
}
