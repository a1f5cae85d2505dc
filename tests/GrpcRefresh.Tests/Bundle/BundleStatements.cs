using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Bundle.Sql;

namespace GrpcRefresh.Tests.Bundle;

/// <summary>The statements of the whole bundle, in the order in which they are run.</summary>
internal static class BundleStatements
{
    public static IReadOnlyList<BundleStatement> Of(SnowflakeBundle bundle)
    {
        var statements = new List<BundleStatement>();
        foreach (var file in bundle.Sources.Keys)
        {
            string? role = null;
            foreach (var tokens in SqlLexer.Statements(bundle.Rendered(file)))
            {
                role = tokens[0].IsWord("USE") && tokens[1].IsWord("ROLE") ? tokens[2].Value : role;
                statements.Add(new BundleStatement(file, role, statements.Count, tokens));
            }
        }

        return statements;
    }
}
