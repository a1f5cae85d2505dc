using System.Diagnostics;
using System.Text.RegularExpressions;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Gateway.Browser;

/// <summary>Debian's browser without a window, started when the first page is opened.</summary>
public sealed partial class Chromium : IAsyncLifetime
{
    private static readonly string? Program = Programs.Find("chromium");

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("grpcrefresh-chromium-");
    private readonly Lazy<Task<(Process Process, Uri Endpoint, DevTools Tools)>> _started;

    public Chromium() => _started = new(StartAsync);

    internal static bool IsAvailable => Program is not null;

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Opens a page in a tab of its own.</summary>
    internal async Task<BrowserPage> OpenAsync(Uri url)
    {
        var (_, endpoint, tools) = await _started.Value;
        // A context of its own is a window of its own: in a tab in the background pages may be slowed down.
        var context = (await tools.AskAsync("Target.createBrowserContext")).GetProperty("browserContextId").GetString();
        var target = (await tools.AskAsync("Target.createTarget", new { url, browserContextId = context, newWindow = true })).GetProperty("targetId").GetString();
        var page = new BrowserPage(await DevTools.ConnectAsync(new Uri($"ws://{endpoint.Authority}/devtools/page/{target}")));
        await page.LoadedAsync();
        return page;
    }

    public async Task DisposeAsync()
    {
        if (_started.IsValueCreated)
        {
            var (process, _, tools) = await _started.Value;
            // Killed it would leave children behind that still write into its profile.
            await tools.AskAsync("Browser.close");
            await process.WaitForExitAsync().WaitAsync(CallExtensions.Patience);
            tools.Dispose();
            process.Dispose();
        }

        _profile.Delete(recursive: true);
    }

    private async Task<(Process, Uri, DevTools)> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo(Program ?? throw new InvalidOperationException("chromium must be on the PATH."))
        {
            // Root, as which CI runs, has no sandbox; /dev/shm is small in containers.
            ArgumentList =
            {
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
                "--disable-background-networking", "--remote-debugging-port=0", $"--user-data-dir={_profile.FullName}", "about:blank",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            process.BeginOutputReadLine();
            var endpoint = await EndpointAsync(process);
            return (process, endpoint, await DevTools.ConnectAsync(endpoint));
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static async Task<Uri> EndpointAsync(Process process)
    {
        var found = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.ErrorDataReceived += (_, line) =>
        {
            if (Listening().Match(line.Data ?? "") is { Success: true } match)
            {
                found.TrySetResult(new Uri(match.Groups[1].Value));
            }
        };
        process.BeginErrorReadLine();
        return await found.Task.WaitAsync(CallExtensions.Patience);
    }

    [GeneratedRegex("^DevTools listening on (ws://.+)$")]
    private static partial Regex Listening();
}
