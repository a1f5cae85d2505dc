using System.Text;
using Grpc.Core;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Gateway.Calls;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;
using Microsoft.AspNetCore.Http;

namespace GrpcRefresh.Tests.Gateway.Calls;

public sealed class StreamMethodTests : IDisposable
{
    private static readonly WatchJobResponse Snapshot = new() { Event = WatchEvent.Snapshot, ResumeToken = "t1", Job = new Job { JobId = "a\nb" } };
    private static readonly WatchJobResponse Bookmark = new() { Event = WatchEvent.Bookmark, ResumeToken = "t2" };

    private readonly ManualTimeProvider _time = new();
    private readonly MemoryStream _body = new();
    private readonly DefaultHttpContext _http = new();
    private readonly TaskCompletionSource _more = new();

    public StreamMethodTests() => _http.Response.Body = _body;

    private string Body => Encoding.UTF8.GetString(_body.ToArray());

    [Fact]
    public async Task Lines_are_messages_and_bookmarks_are_lines()
    {
        await AnswerAsync(async (_, to, _) =>
        {
            await to.WriteAsync(Snapshot);
            await to.WriteAsync(Bookmark);
        });

        Assert.Equal(
            """
            { "event": "WATCH_EVENT_SNAPSHOT", "job": { "jobId": "a\nb" }, "resumeToken": "t1" }
            { "event": "WATCH_EVENT_BOOKMARK", "resumeToken": "t2" }

            """,
            Body);
    }

    [Fact]
    public async Task Events_have_ids_and_bookmarks_are_heard_by_nobody()
    {
        _http.Request.Headers.Accept = "text/html, text/event-stream;q=0.9";
        await AnswerAsync(async (_, to, _) =>
        {
            await to.WriteAsync(Snapshot);
            await to.WriteAsync(Bookmark);
        });

        Assert.Equal(
            """
            retry: 2000

            id: t1
            data: { "event": "WATCH_EVENT_SNAPSHOT", "job": { "jobId": "a\nb" }, "resumeToken": "t1" }

            : heartbeat
            id: t2


            """,
            Body);
    }

    [Fact]
    public async Task A_refusal_within_the_first_second_is_not_hidden_in_a_stream()
    {
        var answer = AnswerAsync(async (_, _, _) =>
        {
            await _more.Task;
            throw Refusal.Of(new Failure(ErrorReason.JobNotFound, "There is none."));
        });
        _time.Advance(TimeSpan.FromMilliseconds(999));
        _more.SetResult();

        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => answer)).StatusCode);
        Assert.Equal(0, _body.Length);
    }

    [Fact]
    public async Task A_refusal_after_it_is_the_last_line()
    {
        var answer = AnswerAsync(async (_, _, _) =>
        {
            await _more.Task;
            throw Refusal.Of(new Failure(ErrorReason.ServiceDraining, "Call again."));
        });
        _time.Advance(TimeSpan.FromSeconds(1));
        _more.SetResult();
        await answer;

        Assert.StartsWith("{\"error\":{\"code\":503,\"message\":\"Call again.\",\"status\":\"UNAVAILABLE\"", Body, StringComparison.Ordinal);
        Assert.EndsWith("}\n", Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "text/event-stream", 200)]
    [InlineData("t1", "text/event-stream", 204)]
    [InlineData("t1", "*/*", 200)]
    [InlineData("t1", "text/event-stream;q=0", 200)]
    public async Task An_end_without_an_event_keeps_away_who_would_come_back(string token, string accept, int status)
    {
        _http.Request.Headers.Accept = accept;

        await AnswerAsync((_, _, _) => Task.CompletedTask, token);

        Assert.Equal(status, _http.Response.StatusCode);
    }

    public void Dispose() => _body.Dispose();

    private Task AnswerAsync(ServerStreamingServerMethod<WatchJobRequest, WatchJobResponse> method, string token = "") =>
        new StreamMethod<WatchJobRequest, WatchJobResponse>(JobService.Descriptor.FindMethodByName("WatchJob"), method, _time)
            .AnswerAsync(new WatchJobRequest { JobId = "a", ResumeToken = token }, new GatewayCall(_http));
}
