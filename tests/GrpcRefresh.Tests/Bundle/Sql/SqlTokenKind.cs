namespace GrpcRefresh.Tests.Bundle.Sql;

internal enum SqlTokenKind
{
    Word,
    QuotedName,
    Text,
    Body,
    Number,
    Symbol,
}
