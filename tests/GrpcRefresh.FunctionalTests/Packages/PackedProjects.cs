using System.IO.Compression;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Packages;

/// <summary>The packages, made once of what was built for these tests, into a folder that is thrown away.</summary>
public sealed class PackedProjects : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-packages-");
    private readonly Lazy<Task> _packed;

    public PackedProjects() => _packed = new Lazy<Task>(PackAsync);

    public void Dispose() => _folder.Delete(recursive: true);

    internal async Task<ZipArchive> OpenAsync(string id)
    {
        await _packed.Value;
        return await ZipFile.OpenReadAsync(Path.Combine(_folder.FullName, $"{id}.0.1.0.nupkg"));
    }

    private async Task PackAsync()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        foreach (var project in new[] { "GrpcRefresh.Contracts", "GrpcRefresh.Client" })
        {
            var run = await ProgramRun.OfAsync(
                "dotnet", "pack", Path.Combine(Checkout.Root, "src", project), "--no-build", "-c", configuration, "-o", _folder.FullName, "-nodeReuse:false");
            Assert.True(run.ExitCode == 0, run.Output);
        }
    }
}
