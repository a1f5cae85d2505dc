using GrpcRefresh.FunctionalTests.Catalog;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.FunctionalTests.Rotation.Tokens;
using GrpcRefresh.Simulation.Faults;

namespace GrpcRefresh.FunctionalTests.Bundle;

/// <summary>The procedures beside the refresh, against the real gateway.</summary>
public sealed class OtherProcedureTests
{
    private static readonly (string, object?)[] Operations =
        [("ACCOUNT_HOST", "acme-analytics.snowflakecomputing.com"), ("USER_NAME", "OPERATIONS_SVC"), ("SECRET_REF", "operations")];

    [ProcedureFact]
    public async Task The_status_of_a_job_that_failed_is_an_answer()
    {
        await using var account = await SnowflakeAccount.StartAsync();
        account.Service.Tableau.World.Snowflake.SetSecrets("FINANCE_SVC", "another");
        var refresh = await account.CallAsync(
            "REFRESH_TABLEAU_RESOURCE", ("RESOURCE_TYPE", "datasource"), ("RESOURCE_NAME", "Ledger"), ("PROJECT_NAME", "Finance"));
        using var wait = new HttpRequestMessage(HttpMethod.Get, $"/v1/jobs/{refresh.Text("job_id")}:wait");
        wait.Headers.TryAddWithoutValidation("Authorization", $"Bearer {account.Key}");
        (await account.Gateway.Http.SendAsync(wait)).EnsureSuccessStatusCode();

        var run = await account.CallAsync("TABLEAU_JOB_STATUS", ("JOB_ID", refresh.Text("job_id")));

        Assert.Equal("FAILED", run.Text("state"));
    }

    [ProcedureTheory]
    [InlineData("none/../such?x", "GatewayError: JOB_NOT_FOUND: ")]
    [InlineData("", "BadInput: Give JOB_ID")]
    [InlineData(null, "BadInput: Give JOB_ID")]
    public async Task The_status_of_no_job_is_refused(string? id, string failure)
    {
        await using var account = await SnowflakeAccount.StartAsync();

        Assert.Contains(failure, (await account.CallAsync("TABLEAU_JOB_STATUS", ("JOB_ID", id))).Failure, StringComparison.Ordinal);
    }

    [ProcedureFact]
    public async Task A_rotation_is_a_dry_run_unless_told_otherwise()
    {
        await using var account = await StartWithSecretAsync();

        var plan = await account.CallAsync("ROTATE_TABLEAU_CONNECTIONS", Operations);

        Assert.True(plan.Returned.GetProperty("dry_run").GetBoolean());
        Assert.Equal(3, plan.Returned.GetProperty("plan").GetProperty("changedConnections").GetInt32());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, plan.Returned.GetProperty("job_id").ValueKind);
        Assert.NotEmpty(plan.Warnings);
        Assert.Equal(0, account.Refreshes);
    }

    [ProcedureFact]
    public async Task A_rotation_is_waited_for_to_its_proof()
    {
        await using var account = await StartWithSecretAsync();
        account.Service.Tableau.World.Snowflake.SetSecrets("OPERATIONS_SVC", "fresh");

        var run = await account.CallAsync("ROTATE_TABLEAU_CONNECTIONS", [.. Operations, ("DRY_RUN", false), ("OLD_SECRET", "DEAD"), ("WAIT", true)]);

        Assert.Equal("SUCCEEDED", run.Text("state"));
        Assert.Equal(1, run.Returned.GetProperty("job").GetProperty("rotation").GetProperty("provedUsesNew").GetInt32());
    }

    [ProcedureFact]
    public async Task A_token_that_the_service_is_to_make_needs_Snowflake_there()
    {
        await using var account = await SnowflakeAccount.StartAsync("rotator");

        var run = await account.CallAsync(
            "ROTATE_TABLEAU_CONNECTIONS", [.. Operations.Where(argument => argument.Item1 != "SECRET_REF"), ("TOKEN_USER", "OPERATIONS_SVC"), ("OLD_TOKEN", "TABLEAU_PAT")]);

        Assert.Contains("GatewayError: SNOWFLAKE_NOT_CONFIGURED: ", run.Failure, StringComparison.Ordinal);
    }

    // The service waits for a day or more until the old token may go; the warehouse does not.
    [ProcedureFact]
    public async Task A_token_is_waited_for_until_every_connection_uses_it()
    {
        await using var world = await TokenWorld.StartAsync();
        await using var account = await SnowflakeAccount.StartAsync("rotator", settings: all =>
        {
            world.Configure(all);
            all["GrpcRefresh:Tableau:Servers:default:Url"] = $"{world.Tableau.Url}";
        });

        var run = await account.CallAsync(
            "ROTATE_TABLEAU_CONNECTIONS",
            ("ACCOUNT_HOST", "acme-analytics.snowflakecomputing.com"), ("USER_NAME", TokenWorld.User), ("TOKEN_USER", TokenWorld.User), ("OLD_TOKEN", TokenWorld.Old),
            ("OVERLAP_HOURS", 24), ("TOKEN_DAYS", 90), ("DRY_RUN", false), ("WAIT", true));

        Assert.Equal("RUNNING", run.Text("state"));
        var rotation = run.Returned.GetProperty("job").GetProperty("rotation");
        Assert.Equal("VERIFICATION_REFRESH_ALL", rotation.GetProperty("verification").GetString());
        Assert.Equal("ROTATION_TOKEN_STATE_WAITING", rotation.GetProperty("tokens")[0].GetProperty("state").GetString());
        Assert.Contains(run.Warnings, warning => warning.Contains("goes on until the old one may be removed: waiting until", StringComparison.Ordinal));
        Assert.Contains(run.Warnings, warning => warning.Contains("expires after 90 days (as ordered)", StringComparison.Ordinal));
        Assert.Equal([90], world.Snowflake.World.Tokens(TokenWorld.User).Where(token => token.Name != TokenWorld.Old).Select(token => token.Days));
    }

    [ProcedureTheory]
    [InlineData("SECRET_REF", " ", "Give SECRET_REF")]
    [InlineData("TOKEN_USER", "OPERATIONS_SVC", "one of them")]
    [InlineData("OLD_TOKEN", "TABLEAU_PAT", "OLD_TOKEN goes with TOKEN_USER")]
    [InlineData("TOKEN_DAYS", 90, "TOKEN_DAYS goes with TOKEN_USER")]
    [InlineData("OVERLAP_HOURS", 0, "OVERLAP_HOURS goes with TOKEN_USER")]
    [InlineData("KEEP_OLD_TOKEN", false, "KEEP_OLD_TOKEN goes with TOKEN_USER")]
    [InlineData("TOKEN_ROLE", "TABLEAU", "TOKEN_ROLE goes with TOKEN_USER")]
    [InlineData("USER_NAME", " ", "USER_NAME is empty")]
    [InlineData("DRY_RUN", null, "DRY_RUN is NULL")]
    [InlineData("VERIFICATION", "SOME", "VERIFICATION is 'SOME'")]
    [InlineData("MAX_FAILURES", 0, "MAX_FAILURES is 0")]
    public async Task A_rotation_with_a_wrong_argument_is_told_before_anything_is_sent(string name, object? value, string remedy)
    {
        await using var account = await SnowflakeAccount.StartAsync("rotator");

        Assert.Contains(remedy, (await account.CallAsync("ROTATE_TABLEAU_CONNECTIONS", [.. Operations, (name, value)])).Failure, StringComparison.Ordinal);
        Assert.Empty(account.Front.Requests);
    }

    [ProcedureFact]
    public async Task A_caller_without_the_role_is_told_which_it_needs()
    {
        await using var account = await SnowflakeAccount.StartAsync("viewer");

        Assert.Contains("GatewayError: PERMISSION_DENIED: ", (await account.CallAsync("ROTATE_TABLEAU_CONNECTIONS", Operations)).Failure, StringComparison.Ordinal);
    }

    [ProcedureFact]
    public async Task A_sync_returns_what_the_service_says_of_each_site()
    {
        await using var snowflake = await MappingSnowflake.StartAsync();
        await using var account = await SnowflakeAccount.StartAsync(settings: snowflake.Configure);

        var run = await account.CallAsync("SYNC_TABLEAU_RESOURCES");

        var site = Assert.Single(run.Returned.GetProperty("sites").EnumerateArray());
        Assert.Equal((await snowflake.RowsAsync()).Count, site.GetProperty("added").GetInt32());
        Assert.Equal(site.GetProperty("added").GetInt32(), site.GetProperty("workbooks").GetInt32() + site.GetProperty("datasources").GetInt32());
        Assert.Equal("POST /v1/resources:sync", Assert.Single(account.Front.Requests));
        Assert.Contains(
            await ServerVerb.ExportAsync(account.Service.Database),
            row => (row.Text("action"), row.Text("outcome"), row.Text("actor"), row.Text("behalfUser")) == ("CALL_SYNC", "SUCCEEDED", "snowflake", "ANA"));
    }

    [ProcedureFact]
    public async Task A_sync_whose_answer_is_lost_is_asked_for_again()
    {
        await using var snowflake = await MappingSnowflake.StartAsync();
        await using var account = await SnowflakeAccount.StartAsync(settings: snowflake.Configure);
        account.Front.LoseAnswer();

        var run = await account.CallAsync("SYNC_TABLEAU_RESOURCES");

        Assert.Equal(0, run.Returned.GetProperty("sites")[0].GetProperty("added").GetInt32());
        Assert.Equal(2, account.Front.Requests.Count);
    }

    [ProcedureFact]
    public async Task A_sync_that_finds_another_at_work_comes_again_when_the_service_says()
    {
        await using var snowflake = await MappingSnowflake.StartAsync();
        await using var account = await SnowflakeAccount.StartAsync(settings: snowflake.Configure);
        account.Front.Refuse(409, "ALREADY_RUNNING", retryAfter: 30);

        var run = await account.CallAsync("SYNC_TABLEAU_RESOURCES");

        Assert.True(run.Returned.GetProperty("sites")[0].GetProperty("added").GetInt32() > 0);
        Assert.Equal([30], run.Slept);
    }

    [ProcedureFact]
    public async Task A_sync_that_may_mark_everything_says_so()
    {
        await using var snowflake = await MappingSnowflake.StartAsync();
        await using var account = await SnowflakeAccount.StartAsync(settings: snowflake.Configure);
        await account.CallAsync("SYNC_TABLEAU_RESOURCES");
        account.Service.Tableau.World.Items.ToList().ForEach(item => account.Service.Tableau.World.RemoveItem(item.Luid));

        Assert.Contains("with allow_vanished", (await account.CallAsync("SYNC_TABLEAU_RESOURCES")).Failure, StringComparison.Ordinal);
        var run = await account.CallAsync("SYNC_TABLEAU_RESOURCES", ("ALLOW_VANISHED", true));

        Assert.Equal((await snowflake.RowsAsync()).Count, run.Returned.GetProperty("sites")[0].GetProperty("vanished").GetInt32());
    }

    [ProcedureFact]
    public async Task A_sync_of_no_site_at_all_fails()
    {
        await using var snowflake = await MappingSnowflake.StartAsync();
        await using var account = await SnowflakeAccount.StartAsync(settings: snowflake.Configure);
        account.Service.Tableau.Faults.Add(new Fault { Method = "GET", Path = "/sites/*/projects", Kind = FaultKind.Status, Status = 403, Code = "403004" });

        Assert.Contains("GatewayError: No site was synced. default/: ", (await account.CallAsync("SYNC_TABLEAU_RESOURCES")).Failure, StringComparison.Ordinal);
    }

    [ProcedureFact]
    public async Task The_way_to_the_service_can_be_checked()
    {
        await using var account = await SnowflakeAccount.StartAsync("viewer");

        var run = await account.CallAsync("CHECK_TABLEAU_GATEWAY");

        Assert.Equal(($"https://localhost:{account.Front.Port}", "API_KEY"), (run.Text("gateway"), run.Text("authentication")));
    }

    private static Task<SnowflakeAccount> StartWithSecretAsync() =>
        SnowflakeAccount.StartAsync("rotator", settings: all => all["GrpcRefresh:Rotation:Secrets:operations:Secret"] = "fresh");
}
