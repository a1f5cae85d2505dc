namespace GrpcRefresh.FunctionalTests.Deployment;

/// <summary>A test that needs nginx. Skipped on a machine without it, except in CI, which has to have it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NginxFactAttribute : FactAttribute
{
    public NginxFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && NginxEdge.Program is null)
        {
            Skip = "There is no nginx.";
        }
    }
}
