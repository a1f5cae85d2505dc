namespace GrpcRefresh.FunctionalTests.Gateway.Browser;

/// <summary>A test that needs Chromium. Skipped on a machine without it, except in CI, which has to have it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && !Chromium.IsAvailable)
        {
            Skip = "There is no chromium.";
        }
    }
}
