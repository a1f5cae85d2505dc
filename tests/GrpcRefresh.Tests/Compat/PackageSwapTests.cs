using System.Text.Json;
using Xunit;

namespace GrpcRefresh.Tests.Compat;

/// <summary>Projects ask for packages; only the build knows that two of them are stood in for.</summary>
public sealed class PackageSwapTests
{
    private const string Project = "tests/GrpcRefresh.Tests/GrpcRefresh.Tests.csproj";

    private static readonly string[] _buildFiles = ["*.csproj", "*.props", "*.targets"];

    [Fact]
    public async Task Projects_stand_in_for_the_packages_that_the_feed_lacks()
    {
        var items = await ItemsAsync();

        Assert.Equal(["Grpc.Core.Api", "Grpc.Net.Common"], StandIns(items));
        Assert.DoesNotContain("Grpc.Core.Api", Identities(items, "PackageReference"));
        Assert.DoesNotContain("Grpc.Core.Api", Identities(items, "PackageVersion"));
    }

    [Fact]
    public async Task With_the_official_packages_nothing_stands_in()
    {
        var items = await ItemsAsync("-p:UseOfficialGrpc=true");

        Assert.Empty(StandIns(items));
        Assert.Contains("Grpc.Core.Api", Identities(items, "PackageReference"));
        Assert.Contains("Grpc.Core.Api", Identities(items, "PackageVersion"));
    }

    [Fact]
    public async Task The_official_packages_have_a_lock_file_of_their_own()
    {
        var evaluated = await SourceTree.EvaluateAsync(
            Project, "-getProperty:NuGetLockFilePath,RestoreLockedMode", "-p:UseOfficialGrpc=true");
        var properties = evaluated.GetProperty("Properties");

        Assert.EndsWith("obj/official.packages.lock.json", properties.GetProperty("NuGetLockFilePath").GetString());
        Assert.Equal("false", properties.GetProperty("RestoreLockedMode").GetString());
    }

    [Fact]
    public void No_other_project_knows_of_the_stand_ins()
    {
        var compat = Path.Combine(SourceTree.Root, "src", "Compat");
        var knowing = from pattern in _buildFiles
                      from file in Directory.EnumerateFiles(SourceTree.Root, pattern, SearchOption.AllDirectories)
                      let directory = Path.GetDirectoryName(file)!
                      where !directory.StartsWith(compat, StringComparison.Ordinal)
                            && !directory.EndsWith("/obj", StringComparison.Ordinal)
                      let text = File.ReadAllText(file)
                      where text.Contains("Compat/Compat.targets", StringComparison.Ordinal)
                            || text.Contains("Compat/Grpc.", StringComparison.Ordinal)
                      select Path.GetRelativePath(SourceTree.Root, file);

        Assert.Equal(["Directory.Build.targets"], knowing);
    }

    private static async Task<JsonElement> ItemsAsync(params string[] arguments)
    {
        var evaluated = await SourceTree.EvaluateAsync(
            Project, ["-getItem:ProjectReference,PackageReference,PackageVersion", .. arguments]);
        return evaluated.GetProperty("Items");
    }

    private static IEnumerable<string> Identities(JsonElement items, string kind) =>
        items.GetProperty(kind).EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!);

    private static IEnumerable<string> StandIns(JsonElement items) =>
        Identities(items, "ProjectReference")
            .Where(path => path.Contains("/src/Compat/", StringComparison.Ordinal))
            .Select(path => Path.GetFileNameWithoutExtension(path));
}
