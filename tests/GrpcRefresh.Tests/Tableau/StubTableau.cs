using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;

namespace GrpcRefresh.Tests.Tableau;

/// <summary>
/// Stands where the network would be. It signs in, keeps one session like Tableau does, and otherwise answers what a test
/// has told it to; a request that no test announced fails that test.
/// </summary>
internal sealed partial class StubTableau : HttpMessageHandler
{
    private readonly ConcurrentQueue<TableauCall> _calls = new();
    private readonly ConcurrentDictionary<string, Func<TableauCall, CancellationToken, Task<HttpResponseMessage>>> _answers = new();
    private int _tokens;

    public StubTableau()
    {
        On("GET /serverinfo", _ => Answer.Xml($"<serverInfo><productVersion build=\"1\">2025.3.0</productVersion><restApiVersion>{ApiVersion}</restApiVersion></serverInfo>"));
        On("POST /auth/signin", _ => SignIn());
        On("POST /auth/signout", _ => Answer.Empty(HttpStatusCode.NoContent));
    }

    public string ApiVersion { get; set; } = "3.27";

    /// <summary>The token of the session that is alive; null when none is.</summary>
    public string? LiveToken { get; set; }

    public IReadOnlyList<TableauCall> Calls => [.. _calls];

    public int SignIns => Count("POST /auth/signin");

    public int Count(string route) => _calls.Count(call => call.Route == route);

    public TableauCall Last(string route) => _calls.Last(call => call.Route == route);

    public void On(string route, Func<TableauCall, HttpResponseMessage> answer) => On(route, (call, _) => Task.FromResult(answer(call)));

    public void On(string route, Func<TableauCall, CancellationToken, Task<HttpResponseMessage>> answer) => _answers[route] = answer;

    /// <summary>Answers in turn; the last one stays.</summary>
    public void On(string route, params Func<HttpResponseMessage>[] answers)
    {
        var next = -1;
        On(route, _ => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)]());
    }

    public HttpResponseMessage SignIn()
    {
        LiveToken = $"token-{Interlocked.Increment(ref _tokens)}";
        return Answer.Xml($"<credentials token=\"{LiveToken}\"><site id=\"site-luid\" contentUrl=\"\"/><user id=\"user-luid\"/></credentials>");
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var route = $"{request.Method} {Prefix().Replace(path, "")}";
        var token = request.Headers.TryGetValues("X-Tableau-Auth", out var values) ? values.Single() : null;
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var call = new TableauCall(route, path, Uri.UnescapeDataString(request.RequestUri.Query), token, body, request);
        _calls.Enqueue(call);
        if (!_answers.TryGetValue(route, out var answer))
        {
            throw new InvalidOperationException($"No test announced {route}.");
        }

        return token is not null && token != LiveToken
            ? Answer.Error("401002", "Invalid authentication credentials were provided.")
            : await answer(call, cancellationToken);
    }

    [GeneratedRegex("^/api/[0-9.]+(/sites/[^/]+)?")]
    private static partial Regex Prefix();
}
