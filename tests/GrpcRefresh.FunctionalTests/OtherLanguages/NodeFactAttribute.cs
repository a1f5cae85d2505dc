namespace GrpcRefresh.FunctionalTests.OtherLanguages;

/// <summary>A test that needs Node. Skipped on a machine without it, except in CI, which has to have it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        if (!JavaScriptClient.IsAvailable && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "node and npm are not on the PATH.";
        }
    }
}
