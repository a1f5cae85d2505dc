using System.Net.Sockets;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;

namespace GrpcRefresh.FunctionalTests.Gateway;

/// <summary>The whole service with its gateway open, and a client there.</summary>
internal sealed class GatewayService : IAsyncDisposable
{
    private GatewayService(TestService service, Uri url)
    {
        (Service, Url) = (service, url);
        Http = new HttpClient { BaseAddress = url, Timeout = CallExtensions.Patience };
    }

    public TestService Service { get; }

    public Uri Url { get; }

    public HttpClient Http { get; }

    public static async Task<GatewayService> StartAsync(TableauSimulatorOptions? tableau = null, Action<Dictionary<string, string?>>? settings = null)
    {
        var url = new Uri($"http://127.0.0.1:{Ports.Free()}");
        return new GatewayService(
            await TestService.StartAsync(tableau, all =>
            {
                all["GrpcRefresh:Gateway:Listen"] = $"http://{url.Authority}";
                settings?.Invoke(all);
            }),
            url);
    }

    /// <summary>A request as it stands, for what no client would send.</summary>
    /// <returns>Everything that was answered until the connection ended.</returns>
    public async Task<string> SendRawAsync(string request)
    {
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(Url.Host, Url.Port, patience.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(request), patience.Token);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(patience.Token);
    }

    /// <summary>Sends a request line of its own and answers the status and the body.</summary>
    public async Task<(int Status, string Answer)> AskAsync(string line, string headers = "")
    {
        var answer = await SendRawAsync($"{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n");
        return (int.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), answer);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Service.DisposeAsync();
    }
}
