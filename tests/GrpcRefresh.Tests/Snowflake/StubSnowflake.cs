using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;

namespace GrpcRefresh.Tests.Snowflake;

/// <summary>Stands where the network would be, and answers what a test has told it to, in order; the last answer stays.</summary>
internal sealed class StubSnowflake : HttpMessageHandler
{
    public const string Handle = "01b2c3d4-0000-0000-0000-000000000001";

    private readonly ConcurrentQueue<SnowflakeCall> _calls = new();
    private Func<SnowflakeCall, CancellationToken, Task<HttpResponseMessage>>[] _answers = [];
    private int _next = -1;

    public IReadOnlyList<SnowflakeCall> Calls => [.. _calls];

    public void Answers(params Func<SnowflakeCall, HttpResponseMessage>[] answers) =>
        AnswersLater([.. answers.Select(answer => (Func<SnowflakeCall, CancellationToken, Task<HttpResponseMessage>>)((call, _) => Task.FromResult(answer(call))))]);

    public void AnswersLater(params Func<SnowflakeCall, CancellationToken, Task<HttpResponseMessage>>[] answers) => (_answers, _next) = (answers, -1);

    public static HttpResponseMessage Rows(params string?[][] rows) => Result(["VALUE"], rows);

    public static HttpResponseMessage Result(string[] columns, string?[][] rows, string type = "text", int? announced = null, string more = "") => Json(200, $$"""
        {"resultSetMetaData":{"numRows":{{announced ?? rows.Length}},"format":"jsonv2","partitionInfo":[{"rowCount":{{rows.Length}},"uncompressedSize":64}{{more}}],
        "rowType":[{{string.Join(',', columns.Select(name => $$"""{"name":"{{name}}","type":"{{type}}","nullable":true}"""))}}]},
        "data":{{System.Text.Json.JsonSerializer.Serialize(rows)}},"code":"090001","sqlState":"00000","message":"Statement executed successfully.","statementHandle":"{{Handle}}"}
        """);

    public static HttpResponseMessage Running() => Json(202, $$"""{"code":"333334","message":"Asynchronous execution in progress.","statementHandle":"{{Handle}}","statementStatusUrl":"/x"}""");

    public static HttpResponseMessage Error(int status, string code, string message = "Some message", string? sqlState = null, string? handle = null) => Json(status,
        System.Text.Json.JsonSerializer.Serialize(new { code, message, sqlState, statementHandle = handle }));

    public static HttpResponseMessage Html(int status) => Text(status, "text/html", "<html>proxy</html>");

    public static HttpResponseMessage Json(int status, string text) => Text(status, "application/json", text);

    public static HttpResponseMessage Lost() => throw new HttpRequestException(HttpRequestError.ResponseEnded, "lost", new IOException("reset"));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath.Replace("/api/v2/statements", "", StringComparison.Ordinal);
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var kind = request.Headers.TryGetValues("X-Snowflake-Authorization-Token-Type", out var values) ? values.Single() : null;
        var call = new SnowflakeCall($"{request.Method} {path}", request.RequestUri.Query, request.Headers.Authorization?.Parameter, kind, request.Headers.UserAgent.ToString(), body);
        _calls.Enqueue(call);
        return _answers.Length == 0
            ? throw new InvalidOperationException($"No test announced {call.Route}.")
            : await _answers[Math.Min(Interlocked.Increment(ref _next), _answers.Length - 1)](call, cancellationToken);
    }

    private static HttpResponseMessage Text(int status, string type, string text) =>
        new((HttpStatusCode)status) { Content = new StringContent(text, Encoding.UTF8, type) };

    public static HttpResponseMessage RetryAfter(HttpResponseMessage answer, int seconds)
    {
        answer.Headers.TryAddWithoutValidation("Retry-After", seconds.ToString(CultureInfo.InvariantCulture));
        return answer;
    }
}
