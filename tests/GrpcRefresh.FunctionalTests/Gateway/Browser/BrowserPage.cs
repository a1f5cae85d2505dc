using System.Text.Json;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Gateway.Browser;

/// <summary>A page in the browser.</summary>
internal sealed class BrowserPage(DevTools tools) : IAsyncDisposable
{
    /// <summary>Waits until the page is there. Asked from outside: what waits inside is thrown away with the empty page before it.</summary>
    public async Task LoadedAsync()
    {
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        while ((await RunAsync("document.readyState === 'complete' && location.href !== 'about:blank'")).ValueKind != JsonValueKind.True)
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Runs a script there and answers what it comes to.</summary>
    public async Task<JsonElement> RunAsync(string script)
    {
        var answer = await tools.AskAsync("Runtime.evaluate", new { expression = script, awaitPromise = true, returnByValue = true });
        return answer.TryGetProperty("exceptionDetails", out var thrown)
            ? throw new InvalidOperationException($"{script}: {thrown}")
            : answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    /// <summary>Waits until an expression holds, which is looked at in the page itself: a test's own poll would miss what passes.</summary>
    public Task UntilAsync(string condition) => RunAsync($$"""
        new Promise((done, failed) => {
          const look = setInterval(() => { if ({{condition}}) { clearInterval(look); done(true); } }, 10);
          setTimeout(() => { clearInterval(look); failed(document.body.innerText); }, {{CallExtensions.Patience.TotalMilliseconds}});
        })
        """);

    public async ValueTask DisposeAsync()
    {
        await tools.AskAsync("Page.close");
        tools.Dispose();
    }
}
