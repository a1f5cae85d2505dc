using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Bundle;

/// <summary>A test that needs sqlfluff. Skipped on a machine without it, except in CI, which has to have it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SqlfluffTheoryAttribute : TheoryAttribute
{
    public SqlfluffTheoryAttribute() =>
        Skip = Environment.GetEnvironmentVariable("CI") != "true" && Programs.Find("sqlfluff") is null ? "There is no sqlfluff." : null;
}
