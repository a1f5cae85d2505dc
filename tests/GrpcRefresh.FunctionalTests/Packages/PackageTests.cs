using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Packages;

/// <summary>What others install: with the dependencies of the official feed, and without our stand-ins for them.</summary>
public sealed class PackageTests(PackedProjects packed) : IClassFixture<PackedProjects>
{
    [Theory]
    [InlineData("GrpcRefresh.Client")]
    [InlineData("GrpcRefresh.Contracts")]
    public async Task A_package_holds_the_assembly_its_documentation_and_a_README(string id)
    {
        using var package = await packed.OpenAsync(id);

        var files = package.Entries.Select(entry => entry.FullName).Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal));
        Assert.Equal([$"{id}.nuspec", "README.md", "[Content_Types].xml", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"], files.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("GrpcRefresh.Client", "GrpcRefresh.Contracts 0.1.0", "Grpc.Net.Client 2.85.0", "Grpc.Net.Common 2.85.0", "Microsoft.Extensions.DependencyInjection.Abstractions 10.0.14", "Microsoft.Extensions.Options 10.0.14")]
    [InlineData("GrpcRefresh.Contracts", "Google.Api.CommonProtos 2.0.0", "Google.Protobuf 3.25.1", "Grpc.Core.Api 2.85.0")]
    public async Task A_package_asks_for_the_official_packages(string id, params string[] dependencies)
    {
        var metadata = await MetadataAsync(id);

        Assert.Equal(dependencies.Order(), Named(metadata, "dependency").Select(one => $"{one.Attribute("id")!.Value} {one.Attribute("version")!.Value}").Order());
    }

    [Theory]
    [InlineData("GrpcRefresh.Client")]
    [InlineData("GrpcRefresh.Contracts")]
    public async Task A_package_says_what_it_is_and_under_which_license(string id)
    {
        var metadata = await MetadataAsync(id);

        Assert.Equal("Apache-2.0", Assert.Single(Named(metadata, "license")).Value);
        Assert.Equal("README.md", Assert.Single(Named(metadata, "readme")).Value);
        Assert.NotEqual("Package Description", Assert.Single(Named(metadata, "description")).Value);
    }

    [Theory]
    [InlineData("true", "-p:UseOfficialGrpc=true")]
    [InlineData("false")]
    public async Task A_tool_carries_its_dependencies_so_it_is_packed_with_the_official_ones_only(string packable, params string[] properties)
    {
        var tool = Path.Combine(Checkout.Root, "src", "GrpcRefresh.Cli");

        var run = await ProgramRun.OfAsync("dotnet", ["msbuild", tool, "-nodeReuse:false", "-getProperty:IsPackable,PackAsTool,ToolCommandName", .. properties]);

        var told = JsonSerializer.Deserialize<JsonElement>(run.Output).GetProperty("Properties");
        Assert.Equal(
            (packable, "true", "grpcrefresh"),
            (told.GetProperty("IsPackable").GetString(), told.GetProperty("PackAsTool").GetString(), told.GetProperty("ToolCommandName").GetString()));
    }

    private async Task<XElement> MetadataAsync(string id)
    {
        using var package = await packed.OpenAsync(id);
        await using var nuspec = await package.GetEntry($"{id}.nuspec")!.OpenAsync();
        return (await XDocument.LoadAsync(nuspec, LoadOptions.None, CancellationToken.None)).Root!;
    }

    private static IEnumerable<XElement> Named(XElement root, string name) => root.Descendants().Where(element => element.Name.LocalName == name);
}
