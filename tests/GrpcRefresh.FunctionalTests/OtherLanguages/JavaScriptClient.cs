using System.Diagnostics;
using System.Text.Json;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.OtherLanguages;

/// <summary>client.js with its packages, installed once into a folder that is thrown away.</summary>
public sealed class JavaScriptClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string Sources = Path.Combine(AppContext.BaseDirectory, "OtherLanguages");
    private static readonly string? Node = Programs.Find("node");
    private static readonly string? Npm = Programs.Find("npm");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-node-");
    private readonly Lazy<Task> _installed;

    public JavaScriptClient() => _installed = new Lazy<Task>(InstallAsync);

    internal static bool IsAvailable => Node is not null && Npm is not null;

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Calls a method, named <c>package.Service/Method</c>, with a request in the protos' own field names.</summary>
    internal async Task<JavaScriptAnswer> CallAsync(Uri service, string method, object request)
    {
        await _installed.Value;
        return JavaScriptAnswer.Parse(await RunAsync(
            Node, "client.js", service.Authority, Path.Combine(Sources, "protos"), method, JsonSerializer.Serialize(request)));
    }

    private async Task InstallAsync()
    {
        foreach (var file in new[] { "client.js", "package.json", "package-lock.json", ".npmrc" })
        {
            File.Copy(Path.Combine(Sources, file), Path.Combine(_folder.FullName, file));
        }

        await RunAsync(Npm, "ci");
    }

    private async Task<string> RunAsync(string? program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program ?? throw new InvalidOperationException("node and npm must be on the PATH."), arguments)
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = await process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"{Path.GetFileName(program)} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors}");
            return await output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{Path.GetFileName(program)} {arguments[0]} took longer than {Patience}.");
        }
    }
}
