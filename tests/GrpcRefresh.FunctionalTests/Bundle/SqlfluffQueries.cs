using System.Text.RegularExpressions;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Bundle;

/// <summary>The parts of a file that sqlfluff has a grammar for: queries and changes of rows, also those inside views, tasks and alerts.</summary>
internal static class SqlfluffQueries
{
    public static IEnumerable<string> Of(string sql, string kind) =>
        from match in Regex.Matches(Regex.Replace(sql, "--[^\n]*", ""), $@"(?<=(?:;|AS|^|\$\$)\s+){kind}\b[^;]*(?=;)")
        select match.Value.Trim();
}

/// <summary>A test that needs sqlfluff. Skipped on a machine without it, except in CI, which has to have it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SqlfluffTheoryAttribute : TheoryAttribute
{
    public SqlfluffTheoryAttribute() =>
        Skip = Environment.GetEnvironmentVariable("CI") != "true" && Programs.Find("sqlfluff") is null ? "There is no sqlfluff." : null;
}
