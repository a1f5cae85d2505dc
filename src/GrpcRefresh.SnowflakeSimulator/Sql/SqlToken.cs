namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary>A token. <see cref="Text"/> of a word is in capitals, of a quoted name or a literal what stands between the quotes.</summary>
internal sealed record SqlToken(SqlTokenKind Kind, string Text, string Raw)
{
    public bool Is(string text) => Kind is SqlTokenKind.Word or SqlTokenKind.Symbol && Text == text;

    public bool IsName => Kind is SqlTokenKind.Word or SqlTokenKind.Quoted;
}

/// <summary>What a token is.</summary>
internal enum SqlTokenKind
{
    Word,
    Quoted,
    Literal,
    Number,
    Symbol,
    Binding,
}
