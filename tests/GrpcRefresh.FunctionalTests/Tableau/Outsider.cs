using System.Text;

namespace GrpcRefresh.FunctionalTests.Tableau;

/// <summary>Somebody else who uses the service's personal access token.</summary>
internal sealed class Outsider(Uri tableau) : IAsyncDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = tableau };

    public async Task SignInAsync(string name, string secret)
    {
        var body = $"<tsRequest><credentials personalAccessTokenName=\"{name}\" personalAccessTokenSecret=\"{secret}\"><site contentUrl=\"\"/></credentials></tsRequest>";
        using var content = new StringContent(body, Encoding.UTF8, "application/xml");
        using var response = await _http.PostAsync(new Uri("/api/3.27/auth/signin", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
