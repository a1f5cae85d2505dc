namespace GrpcRefresh.FunctionalTests.Gateway;

/// <summary>A test that needs bash and curl. Skipped on a machine without them, except in CI, which has to have them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CurlFactAttribute : FactAttribute
{
    public CurlFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && !(IsThere("bash") && IsThere("curl")))
        {
            Skip = "There is no bash, or no curl.";
        }
    }

    private static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
