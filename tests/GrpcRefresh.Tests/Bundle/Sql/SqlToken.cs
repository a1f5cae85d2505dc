namespace GrpcRefresh.Tests.Bundle.Sql;

/// <param name="Value">What was written; for texts and bodies what stands between their marks.</param>
internal sealed record SqlToken(SqlTokenKind Kind, string Value, int Line)
{
    public bool IsWord(string word) => Kind == SqlTokenKind.Word && Value.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Kind == SqlTokenKind.Symbol && Value == symbol;
}
