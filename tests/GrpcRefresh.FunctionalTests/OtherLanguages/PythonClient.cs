using System.Diagnostics;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.OtherLanguages;

/// <summary>refresh.py with the code that docs/other-languages.md has generated for it, once, into a folder that is thrown away.</summary>
public sealed class PythonClient : IDisposable
{
    private static readonly string Sources = Path.Combine(AppContext.BaseDirectory, "OtherLanguages");

    // Debian's Python first: its packages are there, whichever other Python comes first on the PATH.
    private static readonly Lazy<string?> Python = new(() => new[] { "/usr/bin/python3", Programs.Find("python3") }.FirstOrDefault(HasGrpc));
    private static readonly string? Plugin = Programs.Find("grpc_python_plugin");
    private static readonly string? Protoc = File.Exists("/usr/bin/protoc") ? "/usr/bin/protoc" : Programs.Find("protoc");

    private static readonly string[] Imported = ["grpcrefresh", "google"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-python-");
    private readonly Lazy<Task> _generated;

    public PythonClient() => _generated = new Lazy<Task>(GenerateAsync);

    internal static bool IsAvailable => Plugin is not null && Protoc is not null && Python.Value is not null;

    public void Dispose() => _folder.Delete(recursive: true);

    internal async Task<ProcessStartInfo> StartAsync(Uri service, string project, string name)
    {
        await _generated.Value;
        var python = Python.Value ?? throw new InvalidOperationException("There is no python3 with the packages grpc and google.protobuf.");
        var start = new ProcessStartInfo(python, [Path.Combine(Sources, "refresh.py"), service.Authority, project, name]);
        start.Environment["PYTHONPATH"] = _folder.FullName;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        return start;
    }

    private async Task GenerateAsync()
    {
        var protos = Path.Combine(Sources, "protos");
        var files = Imported
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(protos, folder), "*.proto", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(protos, file));
        var run = await ProgramRun.OfAsync(
            Protoc ?? throw new InvalidOperationException("protoc and grpc_python_plugin must be on the PATH."),
            ["-I", protos, $"--python_out={_folder.FullName}", $"--grpc_python_out={_folder.FullName}", $"--plugin=protoc-gen-grpc_python={Plugin}", .. files]);
        Assert.True(run.ExitCode == 0, run.Errors);
    }

    private static bool HasGrpc(string? python)
    {
        if (!File.Exists(python))
        {
            return false;
        }

        using var process = Process.Start(new ProcessStartInfo(python, ["-c", "import grpc, google.protobuf"]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
