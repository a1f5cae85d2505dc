using System.Text.Json;
using GrpcRefresh.FunctionalTests.Callers;

namespace GrpcRefresh.FunctionalTests.Bundle;

/// <summary>REFRESH_TABLEAU_RESOURCE and its waiting sister, as Snowflake is given them, against the real gateway.</summary>
public sealed class RefreshProcedureTests
{
    private const string Refresh = "REFRESH_TABLEAU_RESOURCE";
    private const string AndWait = "REFRESH_TABLEAU_RESOURCE_AND_WAIT";

    private static readonly string[] Active = ["QUEUED", "SUBMITTING", "PENDING", "RUNNING"];
    private static readonly (string, object?)[] Orders = [("RESOURCE_TYPE", "datasource"), ("RESOURCE_NAME", "Orders"), ("PROJECT_NAME", "Sales")];
    private static readonly (string, object?)[] Ledger = [("RESOURCE_TYPE", "datasource"), ("RESOURCE_NAME", "Ledger"), ("PROJECT_NAME", "Finance")];

    [ProcedureFact]
    public async Task A_call_returns_the_job_at_once_and_says_who_asked()
    {
        await using var account = await SnowflakeAccount.StartAsync(jobs: TimeSpan.FromMinutes(10));
        account.Task = "RAW.PIPELINE.LOADED";

        var run = await account.CallAsync(Refresh, Orders);

        Assert.Equal("STARTED", run.Text("disposition"));
        Assert.Contains(run.Text("state"), Active);
        Assert.Empty(run.Warnings);
        var status = await account.CallAsync("TABLEAU_JOB_STATUS", ("JOB_ID", run.Text("job_id")));
        Assert.Equal(
            """{"user":"ANA","role":"PIPELINE","task":"RAW.PIPELINE.LOADED","queryId":"01b2-0001"}""",
            JsonSerializer.Serialize(status.Returned.GetProperty("job").GetProperty("onBehalfOf")));
        Assert.Equal("snowflake", status.Returned.GetProperty("job").GetProperty("requestedBy").GetString());
    }

    [ProcedureTheory]
    [InlineData("PROJECT_PATH", "Sales", null)]
    [InlineData("LUID", "luid", null)]
    [InlineData("CONNECTION_STRING", "https://10AX.online.tableau.com/", "Sales")]
    [InlineData("CONNECTION_STRING", "default", "Sales")]
    public async Task Content_is_named_in_several_ways(string name, string value, string? project)
    {
        await using var account = await SnowflakeAccount.StartAsync();
        var luid = $"{account.Service.Tableau.World.Item("Sales/Orders").Luid}";

        var run = name == "LUID"
            ? await account.CallAsync(AndWait, ("RESOURCE_TYPE", "Datasource"), ("LUID", luid))
            : await account.CallAsync(AndWait, ("RESOURCE_TYPE", "datasource"), ("RESOURCE_NAME", "Orders"), ("PROJECT_NAME", project), (name, value));

        Assert.Equal("SUCCEEDED", run.Text("state"));
        Assert.Equal(luid, run.Returned.GetProperty("job").GetProperty("resource").GetProperty("ref").GetProperty("luid").GetString());
    }

    [ProcedureFact]
    public async Task Waiting_ends_with_the_refresh()
    {
        await using var account = await SnowflakeAccount.StartAsync();

        var run = await account.CallAsync(Refresh, [.. Orders, ("WAIT", true)]);

        Assert.Equal("SUCCEEDED", run.Text("state"));
        Assert.Equal(1, account.Refreshes);
    }

    [ProcedureFact]
    public async Task A_refresh_that_fails_makes_a_call_that_waits_fail_in_Tableaus_words()
    {
        await using var account = await SnowflakeAccount.StartAsync();
        account.Service.Tableau.World.Snowflake.SetSecrets("FINANCE_SVC", "another");

        var run = await account.CallAsync(AndWait, Ledger);

        Assert.Matches("GatewayError: FAILED: job .*REFRESH_FAILED.*\n  Note: .*Incorrect username or password", run.Failure);
    }

    [ProcedureFact]
    public async Task What_does_not_end_in_time_goes_on_without_the_call()
    {
        await using var account = await SnowflakeAccount.StartAsync(jobs: TimeSpan.FromMinutes(10));

        var run = await account.CallAsync(AndWait, [.. Orders, ("TIMEOUT_SECONDS", 1)]);

        Assert.Matches(@"GatewayError: TIMEOUT_SECONDS \(1\) passed: job \S+ is \w+ and goes on\.", run.Failure);
        Assert.Equal(1, account.Refreshes);
    }

    [ProcedureFact]
    public async Task An_answer_that_is_lost_costs_no_second_refresh()
    {
        await using var account = await SnowflakeAccount.StartAsync();
        account.Front.LoseAnswer();
        account.Front.LoseAnswer();

        var run = await account.CallAsync(AndWait, Orders);

        Assert.Equal(("SUCCEEDED", "REPLAYED"), (run.Text("state"), run.Text("disposition")));
        Assert.Equal((1, 3), (account.Refreshes, account.Front.Requests.Count(request => request.StartsWith("POST", StringComparison.Ordinal))));
    }

    [ProcedureFact]
    public async Task A_statement_that_is_run_again_with_its_id_costs_no_second_refresh()
    {
        await using var account = await SnowflakeAccount.StartAsync();
        (string, object?) id = ("REQUEST_ID", Guid.NewGuid().ToString());
        var first = await account.CallAsync(AndWait, [.. Orders, id]);
        account.Query = "01b2-0002";

        var second = await account.CallAsync(AndWait, [.. Orders, id]);

        Assert.Equal((first.Text("job_id"), "REPLAYED"), (second.Text("job_id"), second.Text("disposition")));
        Assert.Equal(1, account.Refreshes);
    }

    [ProcedureFact]
    public async Task A_call_that_is_to_come_again_later_waits_as_long_as_it_is_told()
    {
        await using var account = await SnowflakeAccount.StartAsync();
        account.Front.Refuse(429, "RATE_LIMITED", retryAfter: 7);
        account.Front.Refuse(503, "SERVICE_DRAINING", retryAfter: 3);
        account.Front.Answer(504, "<html>upstream timed out</html>");

        var run = await account.CallAsync(AndWait, Orders);

        Assert.Equal("SUCCEEDED", run.Text("state"));
        Assert.Equal([7, 3], run.Slept.Take(2));
        Assert.InRange(run.Slept[2], 1, 4);
        Assert.Equal(1, account.Refreshes);
    }

    [ProcedureFact]
    public async Task A_call_that_is_to_come_again_much_later_fails_now()
    {
        await using var account = await SnowflakeAccount.StartAsync();
        account.Front.Refuse(429, "RATE_LIMITED", retryAfter: 900);

        var run = await account.CallAsync(Refresh, Orders);

        Assert.Contains("GatewayError: RATE_LIMITED: Not now.", run.Failure, StringComparison.Ordinal);
        Assert.Empty(run.Slept);
    }

    [ProcedureFact]
    public async Task A_wrong_key_is_said_once_and_not_tried_again()
    {
        await using var account = await SnowflakeAccount.StartAsync();
        account.Key = account.Key[..^4] + "0000";

        var run = await account.CallAsync(Refresh, [.. Orders, ("ON_UNAVAILABLE", "WARN")]);

        Assert.Contains("GatewayError: UNAUTHENTICATED: ", run.Failure, StringComparison.Ordinal);
        Assert.Single(account.Front.Requests);
    }

    [ProcedureTheory]
    [InlineData("not set yet")]
    [InlineData("grk_1\nX-Injected: 1")]
    public async Task A_secret_without_a_key_is_told_before_anything_is_sent(string secret)
    {
        await using var account = await SnowflakeAccount.StartAsync();
        account.Key = secret;

        var run = await account.CallAsync(Refresh, Orders);

        Assert.Contains("GATEWAY_API_KEY holds no API key", run.Failure, StringComparison.Ordinal);
        Assert.Empty(account.Front.Requests);
    }

    [ProcedureFact]
    public async Task A_gateway_that_is_away_is_tried_for_two_minutes_and_then_named_with_what_to_look_at()
    {
        await using var account = await SnowflakeAccount.StartAsync();
        await account.Front.DisposeAsync();

        var raised = await account.CallAsync(Refresh, Orders);
        var warned = await account.CallAsync(Refresh, [.. Orders, ("ON_UNAVAILABLE", "warn")]);

        Assert.Matches("Unavailable: https://localhost:.* cannot be reached: .*GATEWAY_EGRESS", raised.Failure);
        Assert.InRange(raised.Slept.Sum(), 90, 120);
        Assert.Equal("UNAVAILABLE", warned.Text("state"));
        Assert.Contains("cannot be reached", Assert.Single(warned.Warnings), StringComparison.Ordinal);
        Assert.Equal(warned.Warnings, warned.Logged);
        Assert.Equal(0, account.Refreshes);
    }

    [ProcedureTheory]
    [InlineData("WARN")]
    [InlineData("RAISE")]
    public async Task A_gateway_that_is_lost_once_the_job_is_known_is_a_failure_that_names_the_job(string onUnavailable)
    {
        await using var account = await SnowflakeAccount.StartAsync(jobs: TimeSpan.FromMinutes(10));
        account.Front.Pass();
        for (var lost = 0; lost < 100; lost++)
        {
            account.Front.Refuse(503, "SERVICE_DRAINING");
        }

        var run = await account.CallAsync(Refresh, [.. Orders, ("WAIT", true), ("ON_UNAVAILABLE", onUnavailable)]);

        var job = account.Front.Requests.Last().Split('/', ':')[3];
        Assert.Equal(1, account.Refreshes);
        Assert.Matches($"GatewayError: Job {job} was [A-Z]+ and goes on, .*SERVICE_DRAINING: Not now.*TABLEAU_JOB_STATUS", run.Failure);
    }

    [ProcedureFact]
    public async Task A_certificate_of_a_stranger_is_not_accepted()
    {
        await using var account = await SnowflakeAccount.StartAsync();
        account.TrustsAuthority = false;

        var run = await account.CallAsync(Refresh, [.. Orders, ("ON_UNAVAILABLE", "WARN")]);

        Assert.Matches("GatewayError: The certificate of https://localhost:.* is not trusted.*CA_BUNDLE", run.Failure);
        Assert.Empty(run.Slept);
        Assert.Empty(account.Front.Requests);
    }

    [ProcedureFact]
    public async Task A_page_of_a_proxy_is_told_for_what_it_is()
    {
        await using var account = await SnowflakeAccount.StartAsync();
        account.Front.Answer(200, "<html>Please sign on</html>");

        var run = await account.CallAsync(Refresh, Orders);

        Assert.Contains("something that is not JSON", run.Failure, StringComparison.Ordinal);
    }

    [ProcedureFact]
    public async Task A_call_inside_an_open_transaction_is_warned_of()
    {
        await using var account = await SnowflakeAccount.StartAsync();
        account.Transaction = "1800000000000000000";

        var run = await account.CallAsync(Refresh, Orders);

        Assert.Contains("not committed yet", Assert.Single(run.Warnings), StringComparison.Ordinal);
        Assert.Equal(run.Warnings, run.Logged);
    }

    [ProcedureFact]
    public async Task A_dry_run_tells_what_would_be_refreshed()
    {
        await using var account = await SnowflakeAccount.StartAsync();

        var run = await account.CallAsync(Refresh, [.. Orders, ("DRY_RUN", true), ("WAIT", true)]);

        Assert.Equal(("STARTED", 0), (run.Text("disposition"), account.Refreshes));
    }

    [ProcedureFact]
    public async Task A_name_that_is_unknown_is_refused_with_its_neighbours()
    {
        await using var account = await SnowflakeAccount.StartAsync();

        var run = await account.CallAsync(Refresh, ("RESOURCE_TYPE", "datasource"), ("RESOURCE_NAME", "Order"), ("PROJECT_NAME", "Sales"));

        Assert.Matches(@"GatewayError: RESOURCE_NOT_FOUND: There is no data source Sales / Order.*\[request [0-9a-f-]{36}\]", run.Failure);
    }

    [ProcedureTheory]
    [InlineData("RESOURCE_TYPE", "report", "RESOURCE_TYPE is 'report'; give one of WORKBOOK, DATASOURCE.")]
    [InlineData("RESOURCE_TYPE", null, "RESOURCE_TYPE is None")]
    [InlineData("RESOURCE_NAME", "", "Give RESOURCE_NAME, and either PROJECT_NAME")]
    [InlineData("PROJECT_NAME", null, "Give RESOURCE_NAME, and either PROJECT_NAME")]
    [InlineData("PROJECT_PATH", "Sales", "Give RESOURCE_NAME, and either PROJECT_NAME")]
    [InlineData("LUID", "0000", "Give one of: RESOURCE_NAME with PROJECT_NAME or PROJECT_PATH; LUID; URL.")]
    [InlineData("MODE", "SOME", "MODE is 'SOME'; give one of FULL, INCREMENTAL.")]
    [InlineData("FRESHNESS", "NOW", "FRESHNESS is 'NOW'")]
    [InlineData("ON_UNAVAILABLE", "IGNORE", "ON_UNAVAILABLE is 'IGNORE'; give one of RAISE, WARN.")]
    [InlineData("TIMEOUT_SECONDS", 0, "TIMEOUT_SECONDS is 0; give 1 to 86400.")]
    [InlineData("REQUEST_ID", "again", "REQUEST_ID 'again' is no UUID.")]
    [InlineData("CONNECTION_STRING", "https://tableau.example.org", "no Tableau server of this bundle. Known: https://10ax.online.tableau.com.")]
    public async Task A_wrong_argument_is_told_before_anything_is_sent(string name, object? value, string remedy)
    {
        await using var account = await SnowflakeAccount.StartAsync();

        var run = await account.CallAsync(Refresh, [.. Orders, (name, value)]);

        Assert.Contains($"BadInput: ", run.Failure, StringComparison.Ordinal);
        Assert.Contains(remedy, run.Failure, StringComparison.Ordinal);
        Assert.Empty(account.Front.Requests);
    }

    [ProcedureFact]
    public async Task An_identity_that_Snowflake_vouches_for_takes_the_place_of_the_key()
    {
        const string Subject = "snowflake-secret-1";
        await using var snowflake = await TestIssuer.StartAsync();
        await using var account = await SnowflakeAccount.StartAsync(settings: all => snowflake.Trust(all, Subject, "refresher"));
        account.Variables["authentication"] = "WORKLOAD_IDENTITY";
        account.Variables["audience"] = TestIssuer.Audience;
        (account.Key, account.Identity) = ("", (TestIssuer.Audience, snowflake.Token(Subject)));

        var run = await account.CallAsync(Refresh, Orders);

        Assert.Equal("STARTED", run.Text("disposition"));

        account.Identity = (TestIssuer.Audience, snowflake.Token("another-secret"));
        Assert.Contains("GatewayError: UNAUTHENTICATED: ", (await account.CallAsync(Refresh, Orders)).Failure, StringComparison.Ordinal);
    }
}
