using System.CommandLine;
using System.Net;
using System.Net.Security;
using Grpc.Health.V1;
using GrpcRefresh.Server.Listening;

namespace GrpcRefresh.Server.Verbs;

/// <summary><c>grpcrefresh-server health</c>, for images that have no other program to ask with.</summary>
internal sealed class AskHealth : Command
{
    private const string Gateway = "GrpcRefresh:Gateway:Listen";
    private const string Rpc = "GrpcRefresh:Rpc:Listen";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public AskHealth(Func<IConfiguration> settings)
        : base("health", "Asks the service on this machine whether it takes calls, at the gateway, or at the gRPC port when the gateway is off. Exit code 0 when it does, 1 when not.")
    {
        SetAction((_, ct) => RunAsync(settings(), ct));
    }

    private static Task<int> RunAsync(IConfiguration settings, CancellationToken ct)
    {
        var gateway = settings[Gateway] ?? "http://127.0.0.1:5480";
        return gateway.Length > 0
            ? AskAsync(Gateway, gateway, ReadyAsync, ct)
            : AskAsync(Rpc, settings[Rpc] ?? "http://127.0.0.1:5400", ServingAsync, ct);
    }

    private static async Task<int> AskAsync(string key, string listen, Func<HttpClient, Uri, CancellationToken, Task<(bool Good, string Words)>> ask, CancellationToken ct)
    {
        if (!ListenAddress.TryParse(listen, out var address))
        {
            await Console.Error.WriteLineAsync($"The service cannot be asked: {key} is '{listen}'. Give it an address such as http://127.0.0.1:5480.");
            return 1;
        }

        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, SslOptions = AnyCertificate() };
        using var http = new HttpClient(handler) { Timeout = Patience };
        try
        {
            var (good, words) = await ask(http, AddressOf(address), ct);
            Console.WriteLine(words);
            return good ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"The service at {listen} does not answer: {e.Message}");
            return 1;
        }
    }

    private static async Task<(bool Good, string Words)> ReadyAsync(HttpClient http, Uri gateway, CancellationToken ct)
    {
        using var answer = await http.GetAsync(new Uri(gateway, "/healthz/ready"), ct);
        return (answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(ct));
    }

    private static async Task<(bool Good, string Words)> ServingAsync(HttpClient http, Uri rpc, CancellationToken ct)
    {
        var status = await HealthOverRpc.AskAsync(http, rpc, ct);
        return (status == HealthCheckResponse.Types.ServingStatus.Serving, $"{status}");
    }

    /// <summary>Where a listener is reached from its own machine.</summary>
    private static Uri AddressOf(ListenAddress listen)
    {
        var host = listen.Host switch { "0.0.0.0" => "127.0.0.1", "::" => "::1", var other => other };
        return new UriBuilder(listen.IsHttps ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, host, listen.Port).Uri;
    }

    private static SslClientAuthenticationOptions AnyCertificate() => new()
    {
#pragma warning disable CA5359 // It is asked under the name of this machine, which its certificate does not have, and is told nothing.
        RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
    };
}
