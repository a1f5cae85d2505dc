using System.Text.Json;
using GrpcRefresh.FunctionalTests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GrpcRefresh.FunctionalTests.Gateway.Browser;

/// <summary>The page of docs/gateway.md, which comes from an address of its own and is filled in as a person would.</summary>
internal sealed class WatchPage(BrowserPage page) : IAsyncDisposable
{
    private const string Items = "[...document.querySelectorAll('#events li')].map(item => item.textContent)";
    private const string State = "document.getElementById('state').textContent";

    /// <summary>Serves it at an address, which is its origin.</summary>
    public static Task<WebApplication> ServeAsync(Uri origin) => LoopbackSite.StartAsync(origin, http =>
    {
        http.Response.ContentType = "text/html";
        return http.Response.SendFileAsync(Path.Combine(Checkout.Root, "tests", "GrpcRefresh.FunctionalTests", "Gateway", "watch.html"));
    });

    public Task WatchAsync(Uri gateway, string jobId, string? key = null) => page.RunAsync($$"""
        {
          const form = document.getElementById('ask');
          form.gateway.value = {{Quote(gateway.ToString())}};
          form.key.value = {{Quote(key ?? "")}};
          form.job.value = {{Quote(jobId)}};
          form.requestSubmit();
        }
        """);

    /// <summary>Waits until it shows an event of that state.</summary>
    public Task UntilShownAsync(string state) => page.UntilAsync($"{Items}.some(item => item.includes({Quote(state)}))");

    public Task UntilSaysAsync(string part) => page.UntilAsync($"{State}.includes({Quote(part)})");

    public async Task<string> SaysAsync() => (await page.RunAsync(State)).GetString()!;

    public Task<JsonElement> RunAsync(string script) => page.RunAsync(script);

    public Task UntilAsync(string condition) => page.UntilAsync(condition);

    /// <summary>The events it shows, in their order.</summary>
    public async Task<IReadOnlyList<JobNews>> ShownAsync() =>
        [.. (await page.RunAsync(Items)).EnumerateArray().Select(item => item.GetString()!.Split(' ')).Select(words => JobNews.Parse(words[0], words[1], words[2]))];

    public ValueTask DisposeAsync() => page.DisposeAsync();

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
