using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Cli;

/// <summary>A test that needs a pseudo-terminal. Skipped on a machine without <c>script</c>, except in CI, which has to have it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ScriptFactAttribute : FactAttribute
{
    public ScriptFactAttribute()
    {
        if (Programs.Find("script") is null && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "script (of util-linux) is not on the PATH.";
        }
    }
}
