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
    /// <param name="arrived">Told of each message, and at last of the status, as they come.</param>
    internal async Task<JavaScriptAnswer> CallAsync(Uri service, string method, object request, Action? arrived = null)
    {
        await _installed.Value;
        var lines = await RunAsync(
            Node, arrived, "client.js", service.Authority, Path.Combine(Sources, "protos"), method, JsonSerializer.Serialize(request));
        return JavaScriptAnswer.Parse(lines);
    }

    private async Task InstallAsync()
    {
        foreach (var file in new[] { "client.js", "package.json", "package-lock.json", ".npmrc" })
        {
            File.Copy(Path.Combine(Sources, file), Path.Combine(_folder.FullName, file));
        }

        await RunAsync(Npm, null, "ci");
    }

    private async Task<IReadOnlyList<string>> RunAsync(string? program, Action? arrived, params string[] arguments)
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
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            var lines = await ReadLinesAsync(process.StandardOutput, arrived, patience.Token);
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"{Path.GetFileName(program)} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}");
            return lines;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{Path.GetFileName(program)} {arguments[0]} took longer than {Patience}.");
        }
    }

    private static async Task<List<string>> ReadLinesAsync(StreamReader output, Action? arrived, CancellationToken ct)
    {
        var lines = new List<string>();
        while (await output.ReadLineAsync(ct) is { } line)
        {
            lines.Add(line);
            arrived?.Invoke();
        }

        return lines;
    }
}
