using System.Collections.Concurrent;
using System.Net;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GrpcRefresh.FunctionalTests.Bundle;

/// <summary>What stands between Snowflake and the gateway: TLS, and now and then a fault.</summary>
internal sealed class FrontDoor : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _behind;

    private FrontDoor(WebApplication app, Uri gateway, int port) =>
        (_app, _behind, Port) = (app, new HttpClient { BaseAddress = gateway, Timeout = CallExtensions.Patience }, port);

    public int Port { get; }

    /// <summary>Method, path and parameters of each request that came in.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>What each request came with.</summary>
    public ConcurrentQueue<string> Credentials { get; } = [];

    /// <summary>What becomes of the next requests, one each, instead of being passed on.</summary>
    public ConcurrentQueue<Func<HttpContext, Func<Task>, Task>> Faults { get; } = [];

    public static async Task<FrontDoor> StartAsync(Uri gateway, PrivateAuthority authority)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var port = Ports.Free();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = authority.Issue();
            https.ServerCertificateChain = [authority.Intermediate];
        })));
        var front = new FrontDoor(builder.Build(), gateway, port);
        front._app.Run(front.AnswerAsync);
        await front._app.StartAsync();
        return front;
    }

    public void Refuse(int status, string reason, int? retryAfter = null) => Answer(
        status,
        $$$"""{"error":{"code":{{{status}}},"message":"Not now.","status":"{{{reason}}}","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"{{{reason}}}"}]}}""",
        retryAfter);

    public void Answer(int status, string body, int? retryAfter = null) => Faults.Enqueue(async (http, _) =>
    {
        http.Response.StatusCode = status;
        http.Response.Headers.RetryAfter = retryAfter is null ? default : $"{retryAfter}";
        await http.Response.WriteAsync(body);
    });

    /// <summary>The next request goes through, before what befalls those after it.</summary>
    public void Pass() => Faults.Enqueue(async (http, pass) => await GiveAsync(http, (Task<HttpResponseMessage>)pass()));

    /// <summary>The request is served, and its answer is lost.</summary>
    public void LoseAnswer() => Faults.Enqueue(async (http, pass) =>
    {
        await pass();
        http.Abort();
    });

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _behind.Dispose();
    }

    private Task AnswerAsync(HttpContext http)
    {
        Requests.Enqueue($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}");
        Credentials.Enqueue($"{http.Request.Headers.Authorization}");
        var answer = new Lazy<Task<HttpResponseMessage>>(() => _behind.SendAsync(Passed(http), http.RequestAborted));
        return Faults.TryDequeue(out var fault) ? fault(http, () => answer.Value) : GiveAsync(http, answer.Value);
    }

    private static HttpRequestMessage Passed(HttpContext http)
    {
        var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), $"{http.Request.Path}{http.Request.QueryString}");
        request.Headers.TryAddWithoutValidation("Authorization", [.. http.Request.Headers.Authorization]);
        request.Headers.TryAddWithoutValidation("X-Request-Id", [.. http.Request.Headers["X-Request-Id"]]);
        if (http.Request.Method == "POST")
        {
            request.Content = new StreamContent(http.Request.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", http.Request.ContentType);
        }

        return request;
    }

    private static async Task GiveAsync(HttpContext http, Task<HttpResponseMessage> answering)
    {
        using var answer = await answering;
        http.Response.StatusCode = (int)answer.StatusCode;
        foreach (var name in new[] { "Retry-After", "X-Request-Id" })
        {
            if (answer.Headers.TryGetValues(name, out var values))
            {
                http.Response.Headers[name] = values.ToArray();
            }
        }

        await http.Response.WriteAsync(await answer.Content.ReadAsStringAsync());
    }
}
