using System.Diagnostics;
using System.Text.Json;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.FunctionalTests.Outcomes;
using GrpcRefresh.SnowflakeSimulation.Faults;
using GrpcRefresh.Testing;

namespace GrpcRefresh.FunctionalTests.Verbs;

/// <summary><c>grpcrefresh-server snowflake doctor</c> as a process, at the simulated account.</summary>
public sealed class SnowflakeDoctorTests : IAsyncLifetime
{
    private readonly Dictionary<string, string?> _settings = [];
    private LogOfOutcomes _log = null!;

    public async Task InitializeAsync()
    {
        _log = await LogOfOutcomes.StartAsync();
        await _log.QueryAsync("create schema GRPCREFRESH.MAPPING_TABLES");
        await _log.QueryAsync(
            "create table GRPCREFRESH.MAPPING_TABLES.API__TABLEAU__RESOURCES (RESOURCE_TYPE varchar, RESOURCE_NAME varchar, PROJECT_NAME varchar, SITE_ID varchar, RESOURCE_ID varchar)");
        _log.Configure(_settings);
    }

    public async Task DisposeAsync() => await _log.DisposeAsync();

    [Fact]
    public async Task A_good_account_is_told_check_by_check_and_nothing_is_changed()
    {
        _log.Snowflake.World.AddToken("TABLEAU_SVC", "TABLEAU_PAT", "TABLEAU");
        _log.Snowflake.World.Grant("GRPCREFRESH", "USAGE", "INTEGRATION", "GRPCREFRESH_GATEWAY");
        var (exitCode, found) = await AskAsync();

        Assert.Equal(0, exitCode);
        Assert.All(
            ["configuration", "key", "sign-in", "role", "warehouse", "database", "clock", "registered key", "grants", "tokens of TABLEAU_SVC", "log of outcomes", "table of names", "login history", "form of a VARIANT", "form of a moment"],
            check => Assert.Equal("good", found[check].Text("state")));
        Assert.Contains("TABLEAU_PAT (ACTIVE, until ", found["tokens of TABLEAU_SVC"].Text("came"), StringComparison.Ordinal);
        Assert.Contains("the same answer", found["repeated request"].Text("came"), StringComparison.Ordinal);
        Assert.Contains("192.0.2.0/24", found["egress ranges"].Text("came"), StringComparison.Ordinal);
        Assert.Contains("GRPCREFRESH_GATEWAY", found["external access"].Text("came"), StringComparison.Ordinal);
        Assert.Contains(".GRPCREFRESH_SVC.SHA256:", found["key"].Text("came"), StringComparison.Ordinal);
        Assert.Empty(_log.Rows());
        Assert.DoesNotContain(_log.Snowflake.World.QueryHistory, query => query.Tag == "grpcrefresh" && query.Text.StartsWith("MERGE", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Only_the_login_history_resumes_the_warehouse()
    {
        var before = _log.Snowflake.World.Warehouse("REFRESH_WH").Statements;
        var (_, found) = await AskAsync("--no-warehouse");

        Assert.Equal("skipped", found["login history"].Text("state"));
        Assert.Equal(before, _log.Snowflake.World.Warehouse("REFRESH_WH").Statements);
        await AskAsync();
        Assert.Equal(before + 1, _log.Snowflake.World.Warehouse("REFRESH_WH").Statements);
    }

    [Fact]
    public async Task An_unregistered_key_is_told_with_the_statement_by_which_an_administrator_learns_more()
    {
        _log.Snowflake.World.User("GRPCREFRESH_SVC").PublicKeys.Clear();
        var (exitCode, found) = await AskAsync();

        Assert.Equal(3, exitCode);
        Assert.Equal("failed", found["sign-in"].Text("state"));
        Assert.Contains("SYSTEM$GET_LOGIN_FAILURE_DETAILS('", found["sign-in"].Text("came"), StringComparison.Ordinal);
        Assert.Contains("RSA_PUBLIC_KEY_FP", found["sign-in"].Text("came"), StringComparison.Ordinal);
        Assert.Equal("skipped", found["everything else"].Text("state"));
        Assert.Equal("good", found["clock"].Text("state"));
    }

    [Fact]
    public async Task A_network_policy_is_told_with_its_remedy()
    {
        _log.Snowflake.World.User("GRPCREFRESH_SVC").NetworkPolicy = ["10.0.0.1"];
        var (exitCode, found) = await AskAsync();

        Assert.Equal(3, exitCode);
        Assert.Contains("390422", found["sign-in"].Text("came"), StringComparison.Ordinal);
        Assert.Contains("network policy admit the address", found["sign-in"].Text("came"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_table_and_a_missing_column_fail_when_outcomes_are_written()
    {
        await _log.QueryAsync("create or replace table GRPCREFRESH.TABLEAU.TABLEAU_JOB_LOG (JOB_ID varchar)");
        var (exitCode, found) = await AskAsync("--mapping-table", "GRPCREFRESH.NOWHERE.T");

        Assert.Equal(3, exitCode);
        Assert.Equal("failed", found["log of outcomes"].Text("state"));
        Assert.Contains("65_outcomes.sql", found["log of outcomes"].Text("means"), StringComparison.Ordinal);
        Assert.Equal("note", found["table of names"].Text("state"));
        _settings["GrpcRefresh:Outcomes:Enabled"] = "false";
        Assert.Equal("note", (await AskAsync()).Found["log of outcomes"].Text("state"));
        Assert.Equal("failed", (await AskAsync("--log-table", "GRPCREFRESH.TABLEAU.NOWHERE")).Found["log of outcomes"].Text("state"));
    }

    [Fact]
    public async Task A_user_without_a_warehouse_cannot_work()
    {
        _log.Snowflake.World.User("GRPCREFRESH_SVC").DefaultWarehouse = null;
        var (exitCode, found) = await AskAsync();

        Assert.Equal(3, exitCode);
        Assert.Equal("failed", found["warehouse"].Text("state"));
        Assert.Equal("note", found["login history"].Text("state"));
    }

    [Theory]
    [InlineData("select parse_json(", "form of a VARIANT")]
    [InlineData("select to_timestamp_tz(", "form of a moment")]
    [InlineData("uuid_string", "repeated request")]
    [InlineData("egress_ip", "egress ranges")]
    [InlineData("show integrations", "external access")]
    [InlineData("show grants", "grants")]
    [InlineData("desc user", "registered key")]
    [InlineData("login_history", "login history")]
    public async Task A_question_that_is_refused_stays_open_and_is_no_failure(string statement, string check)
    {
        _log.Snowflake.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 422, Code = "003001", SqlState = "42501", Message = "Insufficient privileges.", Statement = statement });
        var (exitCode, found) = await AskAsync();

        Assert.Equal((0, "note"), (exitCode, found[check].Text("state")));
        Assert.Contains("Insufficient privileges", found[check].Text("came"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_that_cannot_be_listed_are_a_failure()
    {
        _log.Snowflake.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 422, Code = "003001", SqlState = "42501", Message = "Insufficient privileges.", Statement = "access tokens for user" });
        var (exitCode, found) = await AskAsync();

        Assert.Equal((3, "failed"), (exitCode, found["tokens of TABLEAU_SVC"].Text("state")));
    }

    [Fact]
    public async Task Which_form_moments_have_is_told()
    {
        Assert.Contains("Seconds with a fraction", (await AskAsync()).Found["form of a moment"].Text("means"), StringComparison.Ordinal);
        _log.Snowflake.Settings.TimestampsInNanoseconds = true;
        Assert.Contains("Nanoseconds", (await AskAsync()).Found["form of a moment"].Text("means"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_configuration_is_told_without_asking()
    {
        _settings["GrpcRefresh:Snowflake:PrivateKeyFile"] = "/nowhere/key.pem";
        var before = _log.Snowflake.World.QueryHistory.Count;
        var (exitCode, found) = await AskAsync();

        Assert.Equal(3, exitCode);
        Assert.Contains("GrpcRefresh:Snowflake:PrivateKeyFile", found["configuration"].Text("came"), StringComparison.Ordinal);
        Assert.Equal(before, _log.Snowflake.World.QueryHistory.Count);
        _settings.Clear();
        Assert.Contains("GrpcRefresh:Snowflake:Account", (await AskAsync()).Found["configuration"].Text("came"), StringComparison.Ordinal);
        _settings["GrpcRefresh:Snowflake:StatementTimeout"] = "soon";
        Assert.Contains("StatementTimeout", (await AskAsync()).Found["configuration"].Text("came"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_named_as_one_and_never_shown()
    {
        var folder = Directory.CreateTempSubdirectory("doctor");
        var secret = _log.Snowflake.World.AddToken("GRPCREFRESH_SVC", "OWN", "GRPCREFRESH");
        PrivateAuthority.WritePrivately(Path.Combine(folder.FullName, "pat"), secret);
        _settings.Remove("GrpcRefresh:Snowflake:PrivateKeyFile");
        _settings["GrpcRefresh:Snowflake:PatFile"] = Path.Combine(folder.FullName, "pat");

        var run = await RunAsync("--output", "text");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("NOTE     key", run.Lines);
        Assert.Contains("GOOD     sign-in", run.Lines);
        Assert.DoesNotContain(secret, string.Join('\n', run.Lines) + run.Errors, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    private async Task<(int ExitCode, Dictionary<string, JsonElement> Found)> AskAsync(params string[] words)
    {
        var run = await RunAsync(["--output", "json", .. words]);
        Assert.Empty(run.Errors);
        return (run.ExitCode, run.Lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToDictionary(line => line.Text("check")));
    }

    private Task<ProgramRun> RunAsync(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "grpcrefresh-server.dll"), "snowflake", "doctor", .. words]);
        foreach (var (key, value) in _settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return ProgramRun.OfAsync(start);
    }
}
