using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.SnowflakeSimulation.Faults;

namespace GrpcRefresh.FunctionalTests.Snowflake;

/// <summary>The simulator steered from outside, and what a collector of traces sees of a statement.</summary>
public sealed class SnowflakeControlTests : SnowflakeTest
{
    private static readonly string[] Anywhere = ["*"];

    [Fact]
    public async Task Settings_and_faults_can_be_turned_from_outside()
    {
        using var http = new HttpClient { BaseAddress = Simulator.Url };
        (await http.PatchAsJsonAsync("/_sim/settings", new { rowsPerPartition = 7, holdLimit = "00:00:05" })).EnsureSuccessStatusCode();
        Assert.Equal((7, TimeSpan.FromSeconds(5)), (Simulator.Settings.RowsPerPartition, Simulator.Settings.HoldLimit));

        (await http.PostAsJsonAsync("/_sim/faults", new { kind = "status", status = 422, code = "000904", sqlState = "42000", times = 1 })).EnsureSuccessStatusCode();
        Assert.Equal("000904", (await FailureAsync("select 1")).Code);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsJsonAsync("/_sim/faults", new { kind = "gremlins" })).StatusCode);
        Assert.Equal(1, (await http.GetFromJsonAsync<JsonElement>("/_sim/requests")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_user_and_its_key_can_be_put_from_outside_and_clients_log_in()
    {
        using var http = new HttpClient { BaseAddress = Simulator.Url };
        using var key = RSA.Create(2048);
        (await http.PutAsJsonAsync("/_sim/users/newcomer", new { type = "service", networkPolicy = Anywhere, publicKey = key.ExportSubjectPublicKeyInfoPem() })).EnsureSuccessStatusCode();
        Assert.Equal("NEWCOMER", (await QueryAsync(Connect("NEWCOMER", key), "select current_user() as ME")).Rows[0].Text("ME"));

        var secret = Simulator.World.AddToken("NEWCOMER", "T");
        var login = await http.PostAsJsonAsync("/_sim/logins", new { user = "NEWCOMER", secret, client = "TABLEAU" });
        Assert.True((await login.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accepted").GetBoolean());
        var state = await http.GetStringAsync("/_sim/state");
        Assert.Contains("NEWCOMER", state, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, state, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_fingerprint_that_DESC_USER_shows_is_that_of_the_key()
    {
        var rows = (await QueryAsync("desc user GRPCREFRESH_SVC")).Rows;
        Assert.Equal($"SHA256:{Convert.ToBase64String(SHA256.HashData(Key.ExportSubjectPublicKeyInfo()))}", rows.Single(row => row.Text("property") == "RSA_PUBLIC_KEY_FP").Text("value"));
    }

    [Fact]
    public async Task A_statement_whose_handle_has_expired_is_forgotten()
    {
        for (var number = 0; number < 3; number++)
        {
            await QueryAsync("select 1");
        }

        Assert.Equal(3, Simulator.World.Executions.Known);
        Simulator.Settings.HandleLifetime = TimeSpan.Zero;
        _ = Simulator.World.QueryHistory;

        Assert.Equal(0, Simulator.World.Executions.Known);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task A_repetition_of_what_still_runs_waits_for_it_or_is_executed_beside_it(bool again, int executions)
    {
        (Simulator.Settings.HoldLimit, Simulator.Settings.StatementDuration, Simulator.Settings.ExecutesRunningAgain) = (TimeSpan.Zero, TimeSpan.FromMinutes(5), again);
        Simulator.Faults.Add(new Fault { Kind = FaultKind.DropReply, Method = "POST", Times = 1 });
        await QueryAsync("select 1");

        Assert.Equal(executions, Simulator.World.Executions.Known);
    }

    [Fact]
    public async Task No_trace_tells_the_handle_of_a_statement()
    {
        using var recorder = new ActivityRecorder();
        Simulator.Settings.HoldLimit = TimeSpan.Zero;
        await AddTokenAsync("TABLEAU_SVC", "T");
        var handle = Simulator.World.QueryHistory[^1].Id;
        // What the simulator's own server tells is not ours.
        Assert.DoesNotContain(recorder.Texts, text => text.StartsWith("System.Net.Http", StringComparison.Ordinal) && text.Contains(handle, StringComparison.Ordinal));
    }
}
