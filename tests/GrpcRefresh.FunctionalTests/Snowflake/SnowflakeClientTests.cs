using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.SnowflakeSimulation.Faults;

namespace GrpcRefresh.FunctionalTests.Snowflake;

public sealed class SnowflakeClientTests : SnowflakeTest
{
    [Fact]
    public async Task A_key_pair_and_a_token_let_the_service_in()
    {
        Assert.Equal("GRPCREFRESH_SVC", (await QueryAsync("select current_user() as me")).Rows[0].Text("ME"));
        var token = Simulator.World.AddToken("TABLEAU_SVC", "T", "TABLEAU");
        Assert.Equal("TABLEAU_SVC", (await QueryAsync(Connect(token), "select current_user() as me")).Rows[0].Text("ME"));
    }

    [Fact]
    public async Task Every_type_comes_back_as_it_went()
    {
        var moment = new DateTimeOffset(2026, 11, 5, 6, 7, 8, TimeSpan.Zero).AddTicks(1234567);
        await CreateAsync("N number, X varchar, B boolean, T timestamp_ntz, Z timestamp_tz, D date, V variant, E varchar");
        await QueryAsync("insert into T (N, X, B, T, Z, D, V) select ?, ?, ?, ?, ?, ?, parse_json(?)",
            SqlBinding.Number(42), SqlBinding.Text("it's \"x\" \\ ü"), SqlBinding.Boolean(true), SqlBinding.Timestamp(moment), SqlBinding.Timestamp(moment),
            SqlBinding.Date(new DateOnly(2026, 11, 5)), SqlBinding.Text("""{ "a": [1, "b"] }"""));

        foreach (var nanoseconds in new[] { false, true })
        {
            Simulator.Settings.TimestampsInNanoseconds = nanoseconds;
            var row = Assert.Single((await QueryAsync("select * from T")).Rows);
            Assert.Equal((42L, "it's \"x\" \\ ü", true), (row.Int64("N"), row.Text("X"), row.Boolean("B")));
            Assert.Equal((moment, moment, new DateOnly(2026, 11, 5)), (row.Timestamp("T"), row.Timestamp("Z"), row.Date("D")));
            Assert.Equal("b", row.Json("V")!.Value.GetProperty("a")[1].GetString());
            Assert.Null(row.TextOrNull("E"));
        }
    }

    [Fact]
    public async Task Partitions_arrive_compressed_and_in_order()
    {
        Simulator.Settings.RowsPerPartition = 3;
        await CreateAsync("N number");
        for (var i = 0; i < 8; i++)
        {
            await QueryAsync("insert into T values (?)", SqlBinding.Number(i));
        }

        Assert.Equal(Enumerable.Range(0, 8).Select(i => (long?)i), (await QueryAsync("select N from T order by N")).Rows.Select(row => row.Int64("N")));
        Assert.Equal(2, Simulator.Requests["GET /api/v2/statements/{handle}"]);
    }

    [Fact]
    public async Task A_statement_that_goes_on_is_waited_for()
    {
        Simulator.Settings.HoldLimit = TimeSpan.Zero;
        Simulator.Settings.StatementDuration = TimeSpan.FromSeconds(20);
        Assert.Equal(1, (await QueryAsync("select 1 as ONE")).Rows[0].Int64("ONE"));
        Assert.True(Simulator.Requests["GET /api/v2/statements/{handle}"] >= 2);
    }

    [Fact]
    public async Task A_statement_over_its_time_out_is_a_failure_of_that_kind()
    {
        Simulator.Settings.StatementDuration = TimeSpan.FromHours(1);
        var hurried = Connect("GRPCREFRESH_SVC", Key, options => options.StatementTimeout = TimeSpan.FromSeconds(5));
        var e = await FailureAsync(hurried, "select 1");
        Assert.Equal((SnowflakeErrorKind.TimedOut, 408, false), (e.Kind, e.HttpStatus, e.MayHaveTakenEffect));
    }

    [Theory]
    [InlineData(FaultKind.DropReply)]
    [InlineData(FaultKind.Truncated)]
    [InlineData(FaultKind.Reset)]
    public async Task A_lost_reply_leaves_one_execution(FaultKind kind)
    {
        await CreateAsync("N number");
        var fault = Simulator.Faults.Add(new Fault { Kind = kind, Statement = "insert", Times = 2 });

        var result = await QueryAsync("insert into T values (?)", SqlBinding.Number(1));

        Assert.Equal((1, 2), (result.RowsInserted, fault.Hits));
        Assert.Equal("1", Assert.Single(Simulator.World.Read("select count(*) from \"APP.PUBLIC.T\""))[0]);
    }

    [Fact]
    public async Task A_new_token_whose_reply_was_lost_is_told_again_where_Snowflake_does_that()
    {
        Simulator.Faults.Add(new Fault { Kind = FaultKind.DropReply, Statement = "add programmatic", Times = 1 });
        var secret = await AddTokenAsync("TABLEAU_SVC", "RUN_1");
        Assert.True(Assert.Single(Simulator.World.Tokens("TABLEAU_SVC")).Holds(secret.Reveal()));
    }

    [Fact]
    public async Task A_token_that_is_not_told_again_is_a_missing_row_and_not_a_second_token()
    {
        Simulator.Settings.ReplaysSecrets = false;
        Simulator.Faults.Add(new Fault { Kind = FaultKind.DropReply, Statement = "add programmatic", Times = 1 });
        var result = await Account.QueryAsync(
            new SqlStatement("alter user TABLEAU_SVC add programmatic access token RUN_1 role_restriction = 'TABLEAU'") { ResultIsSecret = true }, CancellationToken.None);
        Assert.Empty(result.Rows);
        Assert.Single(Simulator.World.Tokens("TABLEAU_SVC"));
    }

    [Fact]
    public async Task Another_life_of_the_process_finds_what_became_of_a_statement()
    {
        var id = Guid.NewGuid();
        var first = await AddTokenAsync("TABLEAU_SVC", "RUN_1", id);
        Assert.Equal(first, await AddTokenAsync("TABLEAU_SVC", "RUN_1", id, repeated: true));
        Assert.Single(Simulator.World.Tokens("TABLEAU_SVC"));
    }

    [Theory]
    [InlineData(429, "390505")]
    [InlineData(500, null)]
    [InlineData(502, null)]
    [InlineData(503, null)]
    [InlineData(504, null)]
    public async Task A_passing_refusal_is_outlasted(int status, string? code)
    {
        var fault = Simulator.Faults.Add(new Fault { Kind = FaultKind.Status, Status = status, Code = code, Times = 2 });
        await QueryAsync("select 1");
        Assert.Equal(2, fault.Hits);
    }

    [Fact]
    public async Task A_proxys_page_is_not_taken_for_a_result()
    {
        Simulator.Faults.Add(new Fault { Kind = FaultKind.Html, Status = 403 });
        var e = await FailureAsync("select 1");
        Assert.Equal(SnowflakeErrorKind.Unreachable, e.Kind);
    }

    [Fact]
    public async Task A_statement_that_its_caller_gives_up_is_cancelled_and_has_no_effect()
    {
        await CreateAsync("N number");
        Simulator.Settings.HoldLimit = TimeSpan.Zero;
        Simulator.Settings.StatementDuration = TimeSpan.FromHours(1);
        using var caller = new CancellationTokenSource();
        var polled = Simulator.Faults.Add(new Fault { Kind = FaultKind.Slow, Method = "GET", Times = 1 });
        var query = Account.QueryAsync(new SqlStatement("insert into T values (1)"), caller.Token);
        await polled.StruckAsync(1).WaitAsync(TimeSpan.FromSeconds(30));

        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query);
        await Account.SettledAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(1, Simulator.Requests["POST /api/v2/statements/{handle}/cancel"]);
        Assert.Equal("0", Assert.Single(Simulator.World.Read("select count(*) from \"APP.PUBLIC.T\""))[0]);
    }

    [Fact]
    public async Task Several_statements_in_one_are_executed_in_order_and_stay_executed_up_to_a_failure()
    {
        await CreateAsync("N number");
        var all = await Account.QueryAsync(new SqlStatement("insert into T values (1); insert into T values (2)") { Count = 2 }, CancellationToken.None);
        Assert.Equal(2, all.QueryIds.Count);

        var e = await Assert.ThrowsAsync<SnowflakeException>(() => Account.QueryAsync(
            new SqlStatement("insert into T values (3); insert into NOWHERE values (4)") { Count = 2 }, CancellationToken.None));
        Assert.Equal(("100132", "P0000", true), (e.Code, e.SqlState, e.MayHaveTakenEffect));
        Assert.Equal("3", Assert.Single(Simulator.World.Read("select count(*) from \"APP.PUBLIC.T\""))[0]);
    }

    [Fact]
    public async Task The_query_history_shows_the_tag_and_the_id_of_the_result()
    {
        var result = await QueryAsync("select 1");
        var query = Simulator.World.QueryHistory[^1];
        Assert.Equal((result.QueryId, "grpcrefresh", "SUCCESS"), (query.Id, query.Tag, query.Status));
    }

    private async Task CreateAsync(string columns)
    {
        await QueryAsync("create database if not exists APP");
        await QueryAsync($"create or replace table T ({columns})");
    }
}
