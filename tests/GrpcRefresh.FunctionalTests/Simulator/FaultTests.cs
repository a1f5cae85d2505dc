using System.Xml;
using GrpcRefresh.Simulation.Faults;
using Xunit;

namespace GrpcRefresh.FunctionalTests.Simulator;

public sealed class FaultTests : SimulatorTest
{
    private const string Refreshes = "/sites/*/datasources/*/refresh";

    [Fact]
    public async Task A_status_with_a_code_is_an_envelope_and_has_no_effect()
    {
        Tableau.Faults.Add(new Fault { Method = "POST", Path = Refreshes, Code = "429000", RetryAfter = 1740 });

        var answer = await RefreshAsync();

        Assert.Equal(429, answer.Status);
        Assert.Equal("1740", answer.Headers["Retry-After"]);
        Assert.Equal(
            Answer.Error("429000", "Too Many Requests", "Too many requests for 'api.rest.refresh_extracts'. Please retry after 29 minutes."), answer.Text);
        Assert.Empty(Tableau.World.Jobs);
    }

    [Fact]
    public async Task A_status_without_a_code_is_empty()
    {
        Tableau.Faults.Add(new Fault { Path = Refreshes, Status = 504 });

        var answer = await RefreshAsync();

        Assert.Equal((504, ""), (answer.Status, answer.Text));
        Assert.False(answer.Headers.ContainsKey("Retry-After"));
    }

    [Fact]
    public async Task A_proxys_page_comes_instead_of_an_answer()
    {
        Tableau.Faults.Add(new Fault { Kind = FaultKind.Html, Path = Refreshes });

        var answer = await RefreshAsync();

        Assert.Equal((503, "text/html"), (answer.Status, answer.Headers["Content-Type"]));
        Assert.StartsWith("<html><body><h1>503 Service Unavailable</h1>", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 302, true)]
    [InlineData(200, 200, false)]
    public async Task A_sign_on_page_comes_as_a_redirect_or_at_once(int? status, int seen, bool redirects)
    {
        Tableau.Faults.Add(new Fault { Kind = FaultKind.Sso, Path = Refreshes, Status = status });

        var answer = await RefreshAsync();

        Assert.Equal((seen, "text/html", redirects), (answer.Status, answer.Headers["Content-Type"], answer.Headers.ContainsKey("Location")));
    }

    [Fact]
    public async Task A_reset_connection_has_no_effect()
    {
        Tableau.Faults.Add(new Fault { Kind = FaultKind.Reset, Path = Refreshes });

        await Assert.ThrowsAsync<HttpRequestException>(RefreshAsync);

        Assert.Empty(Tableau.World.Jobs);
    }

    [Fact]
    public async Task A_dropped_reply_hides_an_effect()
    {
        Tableau.Faults.Add(new Fault { Kind = FaultKind.DropReply, Path = Refreshes });

        await Assert.ThrowsAsync<HttpRequestException>(RefreshAsync);

        Assert.Equal("Ledger", Assert.Single(Tableau.World.Jobs).ItemName);
    }

    [Fact]
    public async Task A_malformed_answer_hides_an_effect()
    {
        Tableau.Faults.Add(new Fault { Kind = FaultKind.Malformed, Path = Refreshes });

        var answer = await RefreshAsync();

        Assert.Equal(202, answer.Status);
        Assert.Throws<XmlException>(() => answer.Root);
        Assert.Single(Tableau.World.Jobs);
    }

    [Fact]
    public async Task A_truncated_answer_hides_an_effect()
    {
        Tableau.Faults.Add(new Fault { Kind = FaultKind.Truncated, Path = Refreshes });

        var broken = await Assert.ThrowsAsync<HttpRequestException>(RefreshAsync);

        Assert.IsAssignableFrom<IOException>(broken.InnerException);
        Assert.Single(Tableau.World.Jobs);
    }

    [Theory]
    [InlineData(FaultKind.Malformed)]
    [InlineData(FaultKind.Truncated)]
    public async Task An_answer_without_a_body_cannot_be_spoiled(FaultKind kind)
    {
        var caller = await SignInAsync();
        Tableau.Faults.Add(new Fault { Kind = kind });

        var answer = await caller.SendAsync(HttpMethod.Post, "/api/3.27/auth/signout", null);

        Assert.Equal((204, ""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task A_test_can_wait_until_a_fault_has_struck()
    {
        var fault = new Fault { Path = Refreshes };
        Tableau.Faults.Add(fault);
        var twice = fault.StruckAsync(2);

        await RefreshAsync();
        Assert.False(twice.IsCompleted);
        await RefreshAsync();

        await twice;
        await fault.StruckAsync(1);
    }

    [Fact]
    public async Task A_slow_answer_waits_for_the_clock_and_then_comes()
    {
        Tableau.Faults.Add(new Fault { Kind = FaultKind.Slow, Path = Refreshes, Delay = TimeSpan.FromSeconds(90) });
        var demo = await SignInAsync();

        var waiting = demo.PostAsync($"/datasources/{Item("Finance/Ledger").Luid}/refresh", "<tsRequest/>");
        await Until(() => Clock.Waiting == 1);
        Assert.False(waiting.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal(202, (await waiting).Status);
        Assert.Equal(Clock.GetUtcNow(), Tableau.World.Jobs.Single().CreatedAt);
    }

    [Fact]
    public async Task A_fault_strikes_as_often_as_it_was_told_to()
    {
        var fault = new Fault { Status = 500, Code = "500000", Times = 2, Path = "/sites/*/projects" };
        Tableau.Faults.Add(fault);
        var demo = await SignInAsync();

        var statuses = new[] { await demo.GetAsync("/projects"), await demo.GetAsync("/projects"), await demo.GetAsync("/projects") };

        Assert.Equal([500, 500, 200], statuses.Select(answer => answer.Status));
        Assert.Equal(2, fault.Hits);
    }

    [Fact]
    public async Task A_seeded_chance_repeats()
    {
        var demo = await SignInAsync();

        var (first, second) = (await StatusesAsync(demo), await StatusesAsync(demo));

        Assert.Equal(first, second);
        Assert.InRange(first.Count(status => status == 503), 5, 35);
    }

    [Fact]
    public async Task A_cleared_fault_is_over()
    {
        Tableau.Faults.Add(new Fault { Status = 503 });
        Tableau.Faults.Clear();

        Assert.Equal(202, (await RefreshAsync()).Status);
    }

    [Fact]
    public async Task A_fault_can_befall_what_needs_no_session()
    {
        Tableau.Faults.Add(new Fault { Code = "401002", Path = "/auth/signin", Times = 1 });

        var answer = await Caller.SendAsync(Http, HttpMethod.Post, "/api/3.27/auth/signin", Caller.Credentials("demo", "demo-secret", ""));

        Assert.Equal(Answer.Error("401002", "Unauthorized Access", "Invalid authentication credentials were provided."), answer.Text);
    }

    private async Task<Answer> RefreshAsync() =>
        await (await SignInAsync()).PostAsync($"/datasources/{Item("Finance/Ledger").Luid}/refresh", "<tsRequest/>");

    private async Task<List<int>> StatusesAsync(Caller caller)
    {
        Tableau.Faults.Clear();
        Tableau.Faults.Add(new Fault { Status = 503, Probability = 0.5, Seed = 7 });
        var statuses = new List<int>();
        for (var turn = 0; turn < 40; turn++)
        {
            statuses.Add((await caller.GetAsync("/projects")).Status);
        }

        return statuses;
    }

    /// <summary>Yields until a request under way has reached the clock; only a hang would make this long.</summary>
    private static async Task Until(Func<bool> reached)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!reached())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
