using System.Net;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Tableau;
using Xunit;

namespace GrpcRefresh.Tests.Tableau;

public sealed class SessionTests : IDisposable
{
    private readonly TableauWorkbench _bench = new();

    private StubTableau Stub => _bench.Stub;

    public SessionTests() => Stub.On("GET /jobs/job-1", _ => Answer.Job());

    [Fact]
    public async Task A_hundred_calls_at_once_sign_in_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => _bench.ReadAsync())));

        Assert.Equal(1, Stub.SignIns);
        Assert.Equal(1, Stub.Count("GET /serverinfo"));
        Assert.Equal(100, Stub.Count("GET /jobs/job-1"));
    }

    [Fact]
    public async Task A_hundred_calls_that_lose_their_session_sign_in_once_more()
    {
        await _bench.ReadAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(10));
        Stub.LiveToken = "of somebody else";

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => _bench.ReadAsync())));

        Assert.Equal(2, Stub.SignIns);
    }

    [Fact]
    public async Task A_call_refused_with_an_old_token_takes_the_new_one()
    {
        await _bench.ReadAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(10));
        var (slow, arrived) = (new TaskCompletionSource(), new TaskCompletionSource());
        Stub.On("GET /jobs/slow", async (call, _) =>
        {
            if (call.Token == "token-1")
            {
                arrived.SetResult();
                await slow.Task;
                return Answer.Error("401002");
            }

            return Answer.Job();
        });
        var waiting = _bench.Site.GetJobAsync("slow", default);
        await arrived.Task;
        Stub.LiveToken = null;
        await _bench.ReadAsync();
        slow.SetResult();
        await waiting;

        Assert.Equal(2, Stub.SignIns);
        Assert.Equal("token-2", Stub.Last("GET /jobs/slow").Token);
    }

    [Theory]
    [InlineData("401000")]
    [InlineData("401002")]
    [InlineData("401003")]
    public async Task A_refresh_that_meets_a_lost_session_is_sent_again_in_a_new_one(string code)
    {
        await _bench.ReadAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(10));
        Stub.On(TableauWorkbench.RefreshRoute, () => Answer.Error(code), () => Answer.Job());

        await _bench.RefreshAsync();

        Assert.Equal(2, Stub.SignIns);
        Assert.Equal(2, Stub.Count(TableauWorkbench.RefreshRoute));
    }

    [Fact]
    public async Task A_token_refused_in_its_first_second_is_tried_again_a_second_later()
    {
        Stub.On("GET /jobs/job-1", () => Answer.Error("401002"), () => Answer.Job());

        await _bench.ReadAsync();

        Assert.Equal(1, Stub.SignIns);
        Assert.Equal([TimeSpan.FromSeconds(1)], _bench.Time.Skipped);
    }

    [Fact]
    public async Task A_token_refused_again_and_again_is_given_up()
    {
        Stub.On("GET /jobs/job-1", _ => Answer.Error("401002"));

        var e = await Assert.ThrowsAsync<TableauException>(() => _bench.ReadAsync());

        Assert.Equal(TableauErrorKind.AuthFailed, e.Kind);
        Assert.Equal("401002", e.Code);
        Assert.Equal(2, Stub.SignIns);
        Assert.Equal(3, Stub.Count("GET /jobs/job-1"));
    }

    [Fact]
    public async Task A_refused_credential_is_not_tried_again_at_once()
    {
        Stub.On("POST /auth/signin", _ => Answer.Error("401001", "Error signing in to Tableau Server"));

        var first = await Assert.ThrowsAsync<TableauException>(() => _bench.ReadAsync());
        var second = await Assert.ThrowsAsync<TableauException>(() => _bench.RefreshAsync());

        Assert.Equal(1, Stub.SignIns);
        Assert.Equal((TableauErrorKind.AuthFailed, "401001", TimeSpan.FromSeconds(30)), (first.Kind, first.Code, first.RetryAfter!.Value));
        Assert.Equal((TableauErrorKind.AuthFailed, "401001", false), (second.Kind, second.Code, second.MayHaveTakenEffect));
    }

    [Fact]
    public async Task The_pause_after_a_refused_credential_grows_to_ten_minutes()
    {
        Stub.On("POST /auth/signin", _ => Answer.Error("401001"));
        var pauses = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            var e = await Assert.ThrowsAsync<TableauException>(() => _bench.ReadAsync());
            pauses.Add(e.RetryAfter!.Value.TotalSeconds);
            _bench.Time.Advance(e.RetryAfter.Value);
        }

        Assert.Equal([30, 60, 120, 240, 480, 600, 600], pauses);
        Assert.Equal(7, Stub.SignIns);
    }

    [Fact]
    public async Task A_credential_that_works_again_forgets_its_refusals()
    {
        Stub.On("POST /auth/signin", () => Answer.Error("401001"), Stub.SignIn);
        await Assert.ThrowsAsync<TableauException>(() => _bench.ReadAsync());
        _bench.Time.Advance(TimeSpan.FromSeconds(30));

        await _bench.ReadAsync();

        Assert.Equal(2, Stub.SignIns);
    }

    [Fact]
    public async Task A_secret_file_that_changed_is_tried_at_once()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "old");
        using var bench = new TableauWorkbench(server =>
        {
            server.Sites[0].Credential.PatSecret = null;
            server.Sites[0].Credential.PatSecretFile = file;
        });
        bench.Stub.On("GET /jobs/job-1", _ => Answer.Job());
        bench.Stub.On("POST /auth/signin", call => call.Body.Contains("\"new\"", StringComparison.Ordinal) ? bench.Stub.SignIn() : Answer.Error("401001"));
        await Assert.ThrowsAsync<TableauException>(() => bench.ReadAsync());

        await File.WriteAllTextAsync(file, "new\n");
        await bench.ReadAsync();

        Assert.Equal(2, bench.Stub.SignIns);
        File.Delete(file);
    }

    [Fact]
    public async Task A_secret_file_that_is_gone_fails_the_call_without_asking_Tableau()
    {
        using var bench = new TableauWorkbench(server =>
        {
            server.Sites[0].Credential.PatSecret = null;
            server.Sites[0].Credential.PatSecretFile = "/nonexistent/pat";
        });

        var e = await Assert.ThrowsAsync<TableauException>(() => bench.ReadAsync());

        Assert.Equal(TableauErrorKind.AuthFailed, e.Kind);
        Assert.IsType<SecretUnavailableException>(e.InnerException);
        Assert.Empty(bench.Stub.Calls);
    }

    [Fact]
    public async Task Two_sessions_lost_within_minutes_mean_that_the_token_is_used_elsewhere()
    {
        await _bench.ReadAsync();
        await LoseSessionAsync();
        await _bench.ReadAsync();
        await LoseSessionAsync();

        var e = await Assert.ThrowsAsync<TableauException>(() => _bench.ReadAsync());

        Assert.Equal(TableauErrorKind.AuthFailed, e.Kind);
        Assert.Contains("used elsewhere", e.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(30), e.RetryAfter);
        Assert.Contains(_bench.Log.Lines, line => line.StartsWith("Error TableauSessionsLostSoon", StringComparison.Ordinal));
        Assert.Equal(2, Stub.SignIns);

        _bench.Time.Advance(TimeSpan.FromSeconds(30));
        await _bench.ReadAsync();
        Assert.Equal(3, Stub.SignIns);
    }

    [Fact]
    public async Task Sessions_lost_far_apart_are_simply_replaced()
    {
        for (var i = 0; i < 4; i++)
        {
            await _bench.ReadAsync();
            _bench.Time.Advance(TimeSpan.FromMinutes(5));
            Stub.LiveToken = null;
        }

        await _bench.ReadAsync();
        Assert.Equal(5, Stub.SignIns);
    }

    [Fact]
    public async Task A_session_is_renewed_after_its_lifetime()
    {
        await _bench.ReadAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(99));
        await _bench.ReadAsync();
        Assert.Equal(1, Stub.SignIns);

        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await _bench.ReadAsync();
        Assert.Equal(2, Stub.SignIns);
    }

    [Fact]
    public async Task A_failed_sign_in_means_that_a_refresh_had_no_effect()
    {
        Stub.On("POST /auth/signin", _ => Answer.Empty(HttpStatusCode.GatewayTimeout));

        var e = await Assert.ThrowsAsync<TableauException>(() => _bench.RefreshAsync());

        Assert.Equal((TableauErrorKind.Unreachable, false), (e.Kind, e.MayHaveTakenEffect));
        Assert.Equal(0, Stub.Count(TableauWorkbench.RefreshRoute));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_the_next_call_opens_another()
    {
        await _bench.ReadAsync();
        await _bench.Site.SignOutAsync(default);
        Assert.Equal("token-1", Stub.Last("POST /auth/signout").Token);

        await _bench.ReadAsync();
        Assert.Equal(2, Stub.SignIns);
    }

    [Fact]
    public async Task Signing_out_never_fails()
    {
        await _bench.ReadAsync();
        Stub.On("POST /auth/signout", _ => Answer.Error("401002"));
        await _bench.Site.SignOutAsync(default);

        Assert.Contains(_bench.Log.Lines, line => line.Contains("Could not sign out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signing_out_without_a_session_asks_nothing()
    {
        await _bench.Site.SignOutAsync(default);
        Assert.Empty(Stub.Calls);
    }

    [Fact]
    public async Task Stopping_the_service_signs_out()
    {
        await _bench.ReadAsync();
        await new TableauSignOut(_bench.Sites, _bench.Time).StopAsync(default);
        Assert.Equal(1, Stub.Count("POST /auth/signout"));
    }

    [Fact]
    public async Task A_caller_who_gives_up_does_not_stop_the_sign_in_for_others()
    {
        var (gate, arrived) = (new TaskCompletionSource(), new TaskCompletionSource());
        Stub.On("POST /auth/signin", async (_, _) =>
        {
            arrived.SetResult();
            await gate.Task;
            return Stub.SignIn();
        });
        using var impatient = new CancellationTokenSource();
        var first = _bench.ReadAsync(impatient.Token);
        var second = _bench.ReadAsync();
        await arrived.Task;

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();
        await second;

        Assert.Equal(1, Stub.SignIns);
    }

    [Fact]
    public async Task Neither_secret_nor_token_is_ever_logged()
    {
        await _bench.ReadAsync();
        await LoseSessionAsync();
        await _bench.ReadAsync();
        Stub.On("GET /jobs/job-1", _ => Answer.Error("404018"));
        await Assert.ThrowsAsync<TableauException>(() => _bench.ReadAsync());
        await _bench.Site.SignOutAsync(default);

        var log = string.Join('\n', _bench.Log.Lines);
        Assert.Contains("404018", log, StringComparison.Ordinal);
        Assert.DoesNotContain(Some.Secret, log, StringComparison.Ordinal);
        Assert.DoesNotContain("token-", log, StringComparison.Ordinal);
    }

    public void Dispose() => _bench.Dispose();

    private Task LoseSessionAsync()
    {
        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        Stub.LiveToken = null;
        return Task.CompletedTask;
    }
}
