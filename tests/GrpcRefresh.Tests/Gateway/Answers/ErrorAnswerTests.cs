using System.Text.Json;
using Grpc.Core;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Gateway.Answers;
using GrpcRefresh.Server.Gateway.Calls;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.V1;
using Microsoft.AspNetCore.Http;

namespace GrpcRefresh.Tests.Gateway.Answers;

public sealed class ErrorAnswerTests
{
    [Fact]
    public async Task A_stranger_is_told_what_to_send()
    {
        var (http, error) = await AnswerAsync(Refusal.Of(new Failure(ErrorReason.Unauthenticated, "Who?")));

        Assert.Equal((401, "Bearer"), (http.Response.StatusCode, http.Response.Headers.WWWAuthenticate.ToString()));
        Assert.Equal((401, "Who?", "UNAUTHENTICATED"), (error.GetProperty("code").GetInt32(), error.GetProperty("message").GetString(), error.GetProperty("status").GetString()));
    }

    [Theory]
    [InlineData(1, "1")]
    [InlineData(1_000, "1")]
    [InlineData(1_001, "2")]
    public async Task Whoever_may_come_back_is_told_when_in_whole_seconds(int milliseconds, string header)
    {
        var (http, error) = await AnswerAsync(Refusal.Of(new Failure(ErrorReason.ServiceBusy, "Busy.") { RetryAfter = TimeSpan.FromMilliseconds(milliseconds) }));

        Assert.Equal((429, header), (http.Response.StatusCode, http.Response.Headers.RetryAfter.ToString()));
        Assert.Equal(
            ["type.googleapis.com/google.rpc.ErrorInfo", "type.googleapis.com/google.rpc.RetryInfo"],
            error.GetProperty("details").EnumerateArray().Select(detail => detail.GetProperty("@type").GetString()));
    }

    [Fact]
    public async Task A_status_without_details_is_answered_too()
    {
        var (http, error) = await AnswerAsync(new RpcException(new Status(StatusCode.DeadlineExceeded, "Too \"late\".")));

        Assert.Equal((504, "DEADLINE_EXCEEDED", 0), (http.Response.StatusCode, error.GetProperty("status").GetString(), error.GetProperty("details").GetArrayLength()));
    }

    [Fact]
    public void Every_code_has_a_name_and_a_status() =>
        Assert.All(Enum.GetValues<StatusCode>(), code => Assert.Matches("^[0-9]{3} [A-Z_]+$", $"{HttpStatuses.Of(code)} {HttpStatuses.NameOf(code)}"));

    private static async Task<(HttpContext Http, JsonElement Error)> AnswerAsync(RpcException refusal)
    {
        var http = new DefaultHttpContext();
        using var body = new MemoryStream();
        http.Response.Body = body;
        await ErrorAnswer.WriteAsync(new GatewayCall(http), refusal);
        return (http, JsonDocument.Parse(body.ToArray()).RootElement.GetProperty("error"));
    }
}
