using System.Net;
using System.Net.Sockets;
using GrpcRefresh.Server.Tableau;
using Xunit;

namespace GrpcRefresh.Tests.Tableau;

public sealed class RetryTests : IDisposable
{
    private const string ReadRoute = "GET /jobs/job-1";

    private readonly TableauWorkbench _bench = new();

    private StubTableau Stub => _bench.Stub;

    private static string WriteRoute => TableauWorkbench.RefreshRoute;

    [Fact]
    public async Task A_read_is_tried_four_times_within_half_a_minute()
    {
        Stub.On(ReadRoute, _ => Answer.Empty(HttpStatusCode.ServiceUnavailable));

        var e = await Assert.ThrowsAsync<TableauException>(() => _bench.ReadAsync());

        Assert.Equal((TableauErrorKind.Unreachable, 503), (e.Kind, e.HttpStatus));
        Assert.Equal(4, Stub.Count(ReadRoute));
        Assert.True(_bench.Time.Skipped.Sum(wait => wait.TotalSeconds) < 30);
    }

    [Fact]
    public async Task A_read_that_succeeds_in_the_end_succeeds()
    {
        Stub.On(ReadRoute, () => throw Lost(), () => Answer.Error("500000"), () => Answer.Text(HttpStatusCode.OK, "text/html", "<html/>"), () => Answer.Job());

        Assert.Equal("job-1", (await _bench.ReadAsync()).Id);
    }

    [Fact]
    public async Task No_try_begins_after_the_budget()
    {
        Stub.On(ReadRoute, _ =>
        {
            _bench.Time.Advance(TimeSpan.FromSeconds(16));
            return Answer.Error("500000");
        });

        await Assert.ThrowsAsync<TableauException>(() => _bench.ReadAsync());

        Assert.Equal(2, Stub.Count(ReadRoute));
    }

    [Fact]
    public async Task A_short_wait_asked_for_by_Tableau_is_waited()
    {
        Stub.On(ReadRoute, () => Throttled("7"), () => Answer.Job());

        await _bench.ReadAsync();

        Assert.Equal([TimeSpan.FromSeconds(7)], _bench.Time.Skipped);
    }

    [Fact]
    public async Task A_long_wait_asked_for_by_Tableau_is_left_to_the_caller()
    {
        Stub.On(ReadRoute, () => Throttled("11"), () => Answer.Job());

        var e = await Assert.ThrowsAsync<TableauException>(() => _bench.ReadAsync());

        Assert.Equal((TableauErrorKind.Throttled, TimeSpan.FromSeconds(11)), (e.Kind, e.RetryAfter!.Value));
        Assert.Equal(1, Stub.Count(ReadRoute));
    }

    [Theory]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    public async Task What_stands_in_front_of_Tableau_and_will_not_change_is_asked_once(HttpStatusCode status)
    {
        Stub.On(ReadRoute, _ => Answer.Text(status, "text/html", "<html/>"));

        await Assert.ThrowsAsync<TableauException>(() => _bench.ReadAsync());

        Assert.Equal(1, Stub.Count(ReadRoute));
    }

    [Theory]
    [InlineData("400031")]
    [InlineData("403032")]
    [InlineData("404018")]
    public async Task A_refusal_of_Tableau_is_not_argued_with(string code)
    {
        Stub.On(ReadRoute, _ => Answer.Error(code));

        await Assert.ThrowsAsync<TableauException>(() => _bench.ReadAsync());

        Assert.Equal(1, Stub.Count(ReadRoute));
    }

    public static TheoryData<string, Func<HttpResponseMessage>> LostAnswers => new()
    {
        { "connection lost", () => throw Lost() },
        { "empty 504", () => Answer.Empty(HttpStatusCode.GatewayTimeout) },
        { "Tableau's own 500", () => Answer.Error("500000") },
        { "a proxy's page", () => Answer.Text(HttpStatusCode.ServiceUnavailable, "text/html", "<html/>") },
        { "sign-on page", () => Answer.Text(HttpStatusCode.OK, "text/html", "<html/>") },
        { "redirect", () => Answer.Empty(HttpStatusCode.Found) },
        { "half an answer", () => Answer.Text(HttpStatusCode.Accepted, "application/xml", "<tsResponse><job id=\"x\"") },
        { "no job in it", () => Answer.Xml("", HttpStatusCode.Accepted) },
        { "nothing in it", () => Answer.Empty(HttpStatusCode.Accepted) },
    };

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task A_refresh_whose_answer_is_lost_is_never_sent_again(string what, Func<HttpResponseMessage> answer)
    {
        Stub.On(WriteRoute, answer);

        var e = await Assert.ThrowsAsync<TableauException>(() => _bench.RefreshAsync());

        Assert.True(e.MayHaveTakenEffect, what);
        Assert.Equal(TableauErrorKind.Unreachable, e.Kind);
        Assert.Equal(1, Stub.Count(WriteRoute));
    }

    [Theory]
    [InlineData("403032", 403)]
    [InlineData("409093", 409)]
    [InlineData("429000", 429)]
    [InlineData("403180", 403)]
    [InlineData("400000", 400)]
    public async Task A_refused_refresh_certainly_had_no_effect_and_is_not_sent_again(string code, int status)
    {
        Stub.On(WriteRoute, _ => Answer.Error(code, status: status));

        var e = await Assert.ThrowsAsync<TableauException>(() => _bench.RefreshAsync());

        Assert.False(e.MayHaveTakenEffect);
        Assert.Equal(1, Stub.Count(WriteRoute));
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.SecureConnectionError)]
    [InlineData(HttpRequestError.ProxyTunnelError)]
    public async Task A_refresh_that_found_no_connection_is_sent_again(HttpRequestError error)
    {
        Stub.On(WriteRoute, () => throw new HttpRequestException(error, "no way"), () => throw new TaskCanceledException("connect time-out"), () => Answer.Job());

        await _bench.RefreshAsync();

        Assert.Equal(3, Stub.Count(WriteRoute));
    }

    [Fact]
    public async Task A_refresh_that_never_finds_a_connection_had_no_effect()
    {
        Stub.On(WriteRoute, () => throw new HttpRequestException(HttpRequestError.ConnectionError, "no way"));

        var e = await Assert.ThrowsAsync<TableauException>(() => _bench.RefreshAsync());

        Assert.Equal((TableauErrorKind.Unreachable, false), (e.Kind, e.MayHaveTakenEffect));
        Assert.Equal(4, Stub.Count(WriteRoute));
    }

    [Fact]
    public async Task A_refresh_that_is_not_answered_in_time_may_have_taken_effect()
    {
        var arrived = new TaskCompletionSource();
        Stub.On(WriteRoute, (_, ct) => NeverAsync(arrived, ct));
        var refresh = _bench.RefreshAsync();
        await arrived.Task;

        _bench.Time.Advance(TimeSpan.FromMinutes(20));
        var e = await Assert.ThrowsAsync<TableauException>(() => refresh);

        Assert.Equal((TableauErrorKind.Unreachable, true), (e.Kind, e.MayHaveTakenEffect));
        Assert.Equal(1, Stub.Count(WriteRoute));
    }

    [Fact]
    public async Task A_caller_who_cancels_is_told_so_and_nothing_else()
    {
        var arrived = new TaskCompletionSource();
        Stub.On(ReadRoute, (_, ct) => NeverAsync(arrived, ct));
        using var caller = new CancellationTokenSource();
        var read = _bench.ReadAsync(caller.Token);
        await arrived.Task;

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.Equal(1, Stub.Count(ReadRoute));
    }

    [Fact]
    public async Task A_cancelled_connection_of_a_cancelled_caller_is_a_cancellation()
    {
        using var caller = new CancellationTokenSource();
        Stub.On(ReadRoute, _ =>
        {
            caller.Cancel();
            throw Lost();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.ReadAsync(caller.Token));
    }

    public void Dispose() => _bench.Dispose();

    private static HttpRequestException Lost() => new(HttpRequestError.Unknown, "lost", new IOException("reset", new SocketException(104)));

    private static HttpResponseMessage Throttled(string retryAfter)
    {
        var answer = Answer.Error("429000");
        answer.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return answer;
    }

    private static async Task<HttpResponseMessage> NeverAsync(TaskCompletionSource arrived, CancellationToken ct)
    {
        arrived.SetResult();
        await Task.Delay(Timeout.Infinite, ct);
        throw new InvalidOperationException("Forever is over.");
    }
}
