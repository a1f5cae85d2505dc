using GrpcRefresh.Tests.Compat;

namespace GrpcRefresh.Tests.Snowflake;

/// <summary>Snowflake's driver is asked for by one property, and by nobody without it.</summary>
public sealed class DriverPackageTests
{
    private const string Project = "src/GrpcRefresh.Server/GrpcRefresh.Server.csproj";
    private const string Driver = "Snowflake.Data";
    private const string Asked = "-p:UseSnowflakeDriver=true";

    [Fact]
    public async Task Without_the_property_nothing_knows_of_the_driver()
    {
        Assert.DoesNotContain(Driver, await IdentitiesAsync("PackageReference"));
        Assert.DoesNotContain(Driver, await IdentitiesAsync("PackageVersion"));
        Assert.DoesNotContain("SNOWFLAKE_DRIVER", await PropertyAsync("DefineConstants"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_property_the_package_is_asked_for_and_compiled_against()
    {
        Assert.Contains(Driver, await IdentitiesAsync("PackageReference", Asked));
        Assert.Contains(Driver, await IdentitiesAsync("PackageVersion", Asked));
        Assert.Contains("SNOWFLAKE_DRIVER", await PropertyAsync("DefineConstants", Asked), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_property_the_lock_file_is_one_of_its_own()
    {
        Assert.EndsWith("obj/driver.packages.lock.json", await PropertyAsync("NuGetLockFilePath", Asked), StringComparison.Ordinal);
        Assert.Equal("false", await PropertyAsync("RestoreLockedMode", Asked));
    }

    private static async Task<IEnumerable<string>> IdentitiesAsync(string kind, params string[] arguments)
    {
        var evaluated = await SourceTree.EvaluateAsync(Project, [$"-getItem:{kind},ProjectReference", .. arguments]);
        return evaluated.GetProperty("Items").GetProperty(kind).EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!);
    }

    private static async Task<string> PropertyAsync(string name, params string[] arguments)
    {
        var evaluated = await SourceTree.EvaluateAsync(Project, [$"-getProperty:{name},Version", .. arguments]);
        return evaluated.GetProperty("Properties").GetProperty(name).GetString()!;
    }
}
