using System.Text.RegularExpressions;

namespace GrpcRefresh.FunctionalTests.Bundle;

/// <summary>The parts of a file that sqlfluff has a grammar for: queries and changes of rows, also those inside views, tasks and alerts.</summary>
internal static class SqlfluffQueries
{
    public static IEnumerable<string> Of(string sql, string kind) =>
        from match in Regex.Matches(Regex.Replace(sql, "--[^\n]*", ""), $@"(?<=(?:;|AS|^|\$\$)\s+){kind}\b[^;]*(?=;)")
        select match.Value.Trim();
}
