using System.CommandLine;
using System.Net;
using System.Net.Security;
using GrpcRefresh.Server.Listening;

namespace GrpcRefresh.Server.Verbs;

/// <summary><c>grpcrefresh-server health</c>, for images that have no other program to ask with.</summary>
internal sealed class AskHealth : Command
{
    private const string Listen = "GrpcRefresh:Gateway:Listen";
    private const string UsualAddress = "http://127.0.0.1:5480";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public AskHealth(Func<IConfiguration> settings)
        : base("health", "Asks the service on this machine whether it takes calls. Exit code 0 when it does, 1 when not.")
    {
        SetAction((_, ct) => RunAsync(settings()[Listen] ?? UsualAddress, ct));
    }

    /// <summary>Where a listener is reached from its own machine.</summary>
    internal static Uri AddressOf(ListenAddress listen)
    {
        var host = listen.Host switch { "0.0.0.0" => "127.0.0.1", "::" => "::1", var other => other };
        return new UriBuilder(listen.IsHttps ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, host, listen.Port, "/healthz/ready").Uri;
    }

    private static async Task<int> RunAsync(string listen, CancellationToken ct)
    {
        if (!ListenAddress.TryParse(listen, out var address))
        {
            await Console.Error.WriteLineAsync($"The service cannot be asked: {Listen} is '{listen}'. Give the gateway an address.");
            return 1;
        }

        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, SslOptions = AnyCertificate() };
        using var http = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(AddressOf(address), ct);
            Console.WriteLine(await answer.Content.ReadAsStringAsync(ct));
            return answer.StatusCode == HttpStatusCode.OK ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"The service at {listen} does not answer: {e.Message}");
            return 1;
        }
    }

    private static SslClientAuthenticationOptions AnyCertificate() => new()
    {
#pragma warning disable CA5359 // It is asked under the name of this machine, which its certificate does not have, and is told nothing.
        RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
    };
}
