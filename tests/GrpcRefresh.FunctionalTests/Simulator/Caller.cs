using System.Text;

namespace GrpcRefresh.FunctionalTests.Simulator;

/// <summary>Somebody signed in, speaking as the official Python client does: <c>Accept: */*</c>, a lower-case header, XML without a type.</summary>
internal sealed record Caller(HttpClient Http, string Token, string Site, string User, string Version)
{
    public static Task<Caller> SignInAsync(HttpClient http, string pat, string site, string version) =>
        SignInAsync(http, Credentials(pat, $"{pat}-secret", site), version);

    public static async Task<Caller> SignInAsync(HttpClient http, string body, string version)
    {
        var answer = await SendAsync(http, HttpMethod.Post, $"/api/{version}/auth/signin", body);
        var credentials = answer.Child("credentials");
        return new Caller(
            http, credentials.Attribute("token")!.Value, Answer.Id(credentials, "site"), Answer.Id(credentials, "user"), version);
    }

    public static string Credentials(string name, string secret, string site) =>
        Credentials($"personalAccessTokenName=\"{name}\" personalAccessTokenSecret=\"{secret}\"", site);

    public static string Password(string name, string password, string site) => Credentials($"name=\"{name}\" password=\"{password}\"", site);

    public static string Credentials(string attributes, string site) =>
        $"<tsRequest><credentials {attributes}><site contentUrl=\"{site}\" /></credentials></tsRequest>";

    public Task<Answer> GetAsync(string path, string accept = "*/*") => SendAsync(HttpMethod.Get, OfSite(path), null, accept);

    public Task<Answer> PostAsync(string path, string? body, string accept = "*/*") => SendAsync(HttpMethod.Post, OfSite(path), body, accept);

    public Task<Answer> PutAsync(string path, string? body = null) => SendAsync(HttpMethod.Put, OfSite(path), body, "*/*");

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, OfSite(path), null);

    public Task<Answer> SendAsync(HttpMethod method, string path, string? body, string accept = "*/*") =>
        SendAsync(Http, method, path, body, accept, Token);

    public static async Task<Answer> SendAsync(
        HttpClient http, HttpMethod method, string path, string? body, string accept = "*/*", string? token = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Accept", accept);
        if (token is not null)
        {
            request.Headers.Add("x-tableau-auth", token);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        }

        using var response = await http.SendAsync(request);
        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .ToDictionary(header => header.Key, header => header.Value.ToString());
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
    }

    private string OfSite(string path) => $"/api/{Version}/sites/{Site}{path}";
}
