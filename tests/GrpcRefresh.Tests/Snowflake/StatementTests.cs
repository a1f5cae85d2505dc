using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Tests.Snowflake;

public sealed class StatementTests : IDisposable
{
    private readonly SnowflakeWorkbench _bench = new();

    private StubSnowflake Stub => _bench.Stub;

    [Fact]
    public async Task A_statement_is_handed_in_with_everything_that_belongs_to_it()
    {
        Stub.Answers(_ => StubSnowflake.Rows(["1"]));
        await _bench.QueryAsync(new SqlStatement("insert into T select ?, ?, ?, ?")
        {
            Bindings = [SqlBinding.Text("x"), SqlBinding.Number(5), SqlBinding.Timestamp(DateTimeOffset.UnixEpoch.AddSeconds(2)), SqlBinding.Text(null)],
        });

        var (call, body) = (Stub.Calls[0], Stub.Calls[0].Json);
        Assert.Equal(("POST ", SnowflakeWorkbench.Token, "PROGRAMMATIC_ACCESS_TOKEN"), (call.Route, call.Token, call.Kind));
        Assert.StartsWith("GrpcRefresh/", call.UserAgent, StringComparison.Ordinal);
        Assert.True(Guid.TryParse(call.RequestId, out _));
        Assert.False(call.IsRetry);
        Assert.Equal(("REFRESHER", "WH", 300), (body.GetProperty("role").GetString(), body.GetProperty("warehouse").GetString(), body.GetProperty("timeout").GetInt32()));
        Assert.Equal("grpcrefresh", body.GetProperty("parameters").GetProperty("QUERY_TAG").GetString());
        Assert.Equal("""{"1":{"type":"TEXT","value":"x"},"2":{"type":"FIXED","value":"5"},"3":{"type":"TIMESTAMP_NTZ","value":"2000000000"},"4":{"type":"TEXT","value":null}}""",
            body.GetProperty("bindings").GetRawText());
    }

    [Fact]
    public async Task Several_statements_tell_their_number_and_take_no_bindings()
    {
        Stub.Answers(_ => StubSnowflake.Rows(["1"]));
        var two = new SqlStatement("select 1; select 2") { Count = 2 };
        await _bench.QueryAsync(two);

        Assert.Equal("2", Stub.Calls[0].Json.GetProperty("parameters").GetProperty("MULTI_STATEMENT_COUNT").GetString());
        await Assert.ThrowsAsync<ArgumentException>(() => _bench.QueryAsync(two with { Bindings = [SqlBinding.Text("x")] }));
    }

    [Fact]
    public async Task A_statement_that_goes_on_is_asked_about_at_growing_intervals()
    {
        Stub.Answers(
            _ => StubSnowflake.Running(),
            _ => StubSnowflake.Running(),
            _ => StubSnowflake.Error(429, "333334", "Asynchronous execution in progress.", handle: StubSnowflake.Handle),
            _ => StubSnowflake.Rows(["1"], [null]));

        var result = await _bench.QueryAsync();

        Assert.Equal(["1", null], result.Rows.Select(row => row.TextOrNull("value")));
        Assert.Equal(["POST ", .. Enumerable.Repeat($"GET /{StubSnowflake.Handle}", 3)], Stub.Calls.Select(call => call.Route));
        Assert.Equal(_bench.Time.Skipped.Order(), _bench.Time.Skipped);
        Assert.Equal(StubSnowflake.Handle, result.QueryId);
    }

    [Fact]
    public async Task Being_throttled_while_a_statement_runs_is_no_reason_to_lose_sight_of_it()
    {
        Stub.Answers([_ => StubSnowflake.Running(), .. Enumerable.Repeat<Func<SnowflakeCall, HttpResponseMessage>>(_ => StubSnowflake.Error(429, "390505"), 20), _ => StubSnowflake.Rows(["1"])]);
        Assert.Single((await _bench.QueryAsync()).Rows);
    }

    [Fact]
    public async Task A_statement_that_never_ends_is_given_up_after_its_time_out_and_cancelled()
    {
        Stub.Answers(_ => StubSnowflake.Running());
        var e = await _bench.FailureAsync(SnowflakeWorkbench.Statement with { Timeout = TimeSpan.FromSeconds(30) });
        await _bench.Account.SettledAsync();
        Assert.Equal((SnowflakeErrorKind.TimedOut, true), (e.Kind, e.MayHaveTakenEffect));
        Assert.Equal($"POST /{StubSnowflake.Handle}/cancel", Stub.Calls[^1].Route);
    }

    public static TheoryData<string, Func<HttpResponseMessage>> Passing => new()
    {
        { "lost", StubSnowflake.Lost },
        { "500", () => StubSnowflake.Error(500, "000001") },
        { "502", () => StubSnowflake.Html(502) },
        { "503", () => StubSnowflake.Html(503) },
        { "429", () => StubSnowflake.Error(429, "390505", "Too many requests.") },
        { "half an answer", () => StubSnowflake.Json(200, "{\"data\":[[") },
        { "a sign-on page", () => StubSnowflake.Html(200) },
        { "somebody else's JSON", () => StubSnowflake.Json(200, "{\"ok\":true}") },
        { "somebody else's words", () => StubSnowflake.Json(200, "{\"message\":\"welcome\"}") },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_repetition_goes_under_the_same_request_id_and_says_so(string what, Func<HttpResponseMessage> answer)
    {
        Stub.Answers(_ => answer(), _ => answer(), _ => StubSnowflake.Rows(["1"]));

        await _bench.QueryAsync();

        Assert.Equal(3, Stub.Calls.Count);
        Assert.Single(Stub.Calls.Select(call => call.RequestId).Distinct());
        Assert.True(Stub.Calls.Select(call => call.IsRetry).SequenceEqual([false, true, true]), what);
    }

    [Fact]
    public async Task A_statement_of_an_earlier_life_is_a_repetition_from_the_first_try_on()
    {
        Stub.Answers(_ => StubSnowflake.Rows(["1"]));
        var id = Guid.NewGuid();

        await _bench.QueryAsync(SnowflakeWorkbench.Statement with { RequestId = id, Repeated = true });

        Assert.Equal((id.ToString(), true), (Stub.Calls[0].RequestId, Stub.Calls[0].IsRetry));
    }

    [Fact]
    public async Task A_short_wait_that_Snowflake_asks_for_is_waited_and_a_long_one_left_to_the_caller()
    {
        Stub.Answers(_ => StubSnowflake.RetryAfter(StubSnowflake.Error(429, "390505"), 7), _ => StubSnowflake.RetryAfter(StubSnowflake.Error(429, "390505"), 60));

        var e = await _bench.FailureAsync();

        Assert.Equal((SnowflakeErrorKind.Throttled, TimeSpan.FromSeconds(60), false), (e.Kind, e.RetryAfter!.Value, e.MayHaveTakenEffect));
        Assert.Equal([TimeSpan.FromSeconds(7)], _bench.Time.Skipped);
    }

    [Fact]
    public async Task When_every_answer_is_lost_the_statement_may_have_taken_effect()
    {
        Stub.Answers(_ => StubSnowflake.Lost());
        var e = await _bench.FailureAsync();
        Assert.Equal((SnowflakeErrorKind.Unreachable, true), (e.Kind, e.MayHaveTakenEffect));
        Assert.True(Stub.Calls.Count is > 3 and < 8);
        Assert.Equal(Stub.Calls[0].RequestId, e.RequestId.ToString());
    }

    [Fact]
    public async Task A_door_that_shuts_after_a_lost_answer_leaves_the_statement_in_doubt()
    {
        Stub.Answers(_ => StubSnowflake.Lost(), _ => StubSnowflake.Error(401, "390101", "User access disabled."));
        var e = await _bench.FailureAsync();
        Assert.Equal((SnowflakeErrorKind.UserDisabled, true), (e.Kind, e.MayHaveTakenEffect));
    }

    [Fact]
    public async Task A_refused_repetition_settles_the_doubt()
    {
        Stub.Answers(_ => StubSnowflake.Lost(), _ => StubSnowflake.Error(422, "002002", "already exists", "42710"));
        var e = await _bench.FailureAsync();
        Assert.Equal((SnowflakeErrorKind.AlreadyExists, false), (e.Kind, e.MayHaveTakenEffect));
    }

    [Fact]
    public async Task Nothing_sent_is_no_doubt()
    {
        Stub.Answers(_ => throw new HttpRequestException(HttpRequestError.NameResolutionError, "no such host"));
        var e = await _bench.FailureAsync();
        Assert.False(e.MayHaveTakenEffect);
        Assert.Contains("GrpcRefresh:Snowflake:Account or Url", e.Message, StringComparison.Ordinal);
    }

    public static TheoryData<int, string, string?, string, string, string> Refusals => new()
    {
        { 422, "000904", "42000", "invalid identifier", nameof(SnowflakeErrorKind.Refused), "" },
        { 422, "002003", "02000", "does not exist or not authorized", nameof(SnowflakeErrorKind.NotFound), "a missing object from a hidden one" },
        { 422, "003001", "42501", "Insufficient privileges", nameof(SnowflakeErrorKind.Forbidden), "Grant" },
        { 422, "000606", "57P03", "No active warehouse", nameof(SnowflakeErrorKind.NoWarehouse), "GrpcRefresh:Snowflake:Warehouse" },
        { 422, "000604", "57014", "SQL execution canceled", nameof(SnowflakeErrorKind.Cancelled), "" },
        { 408, "000630", "57014", "timeout", nameof(SnowflakeErrorKind.TimedOut), "StatementTimeout" },
        { 200, "391908", null, "too large", nameof(SnowflakeErrorKind.TooLarge), "" },
        { 403, "390422", null, "Incoming request with IP/Token 1.2.3.4 is not allowed to access Snowflake.", nameof(SnowflakeErrorKind.NetworkPolicy), "network policy" },
        { 401, "390432", null, "Network policy is required.", nameof(SnowflakeErrorKind.NetworkPolicy), "network policy" },
        { 401, "390101", null, "User access disabled.", nameof(SnowflakeErrorKind.UserDisabled), "enable the user" },
        { 401, "394400", null, "Programmatic access token is invalid.", nameof(SnowflakeErrorKind.AuthFailed), "Account and User" },
        { 401, "394400", null, "Programmatic access token has expired.", nameof(SnowflakeErrorKind.TokenExpired), "GrpcRefresh:Snowflake:PatFile" },
        { 403, "390189", null, "Role is not granted", nameof(SnowflakeErrorKind.Forbidden), "GrpcRefresh:Snowflake:Role" },
        { 400, "390142", null, "Incoming request does not contain a valid payload.", nameof(SnowflakeErrorKind.Refused), "" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_has_a_kind_Snowflakes_words_and_a_remedy(int status, string code, string? state, string words, string kind, string remedy)
    {
        Stub.Answers(_ => StubSnowflake.Error(status, code, words, state, StubSnowflake.Handle));

        var e = await _bench.FailureAsync();

        Assert.Equal((kind, code, state, status), (e.Kind.ToString(), e.Code, e.SqlState, e.HttpStatus));
        Assert.Equal(words, e.Detail);
        Assert.Contains(remedy, e.Message, StringComparison.Ordinal);
        Assert.Single(Stub.Calls);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(407)]
    public async Task What_stands_in_front_of_Snowflake_and_will_not_change_is_asked_once(int status)
    {
        Stub.Answers(_ => StubSnowflake.Html(status));
        Assert.Equal(SnowflakeErrorKind.Unreachable, (await _bench.FailureAsync()).Kind);
        Assert.Single(Stub.Calls);
    }

    [Fact]
    public async Task Partitions_are_fetched_and_counted()
    {
        const string More = ",{\"rowCount\":1,\"uncompressedSize\":9}";
        Stub.Answers(
            _ => StubSnowflake.Result(["VALUE"], [["1"]], announced: 3, more: More + More),
            _ => StubSnowflake.Json(200, """{"data":[["2"]]}"""),
            _ => StubSnowflake.Json(200, """[["3"]]"""));

        Assert.Equal(["1", "2", "3"], (await _bench.QueryAsync()).Rows.Select(row => row.Text("VALUE")));
        Assert.Equal(["?partition=1", "?partition=2"], Stub.Calls.Skip(1).Select(call => call.Query));
    }

    [Fact]
    public async Task Fewer_rows_than_announced_are_no_result()
    {
        Stub.Answers(_ => StubSnowflake.Result(["VALUE"], [["1"]], announced: 2));
        var e = await _bench.FailureAsync();
        Assert.Equal((SnowflakeErrorKind.Unexpected, true), (e.Kind, e.MayHaveTakenEffect));
    }

    [Fact]
    public async Task A_result_that_would_be_huge_is_not_fetched()
    {
        Stub.Answers(_ => StubSnowflake.Result(["VALUE"], [["1"]], announced: 2, more: ",{\"rowCount\":1,\"uncompressedSize\":999999999}"));
        Assert.Equal(SnowflakeErrorKind.TooLarge, (await _bench.FailureAsync()).Kind);
        Assert.Single(Stub.Calls);
    }

    [Fact]
    public async Task A_caller_who_gives_up_before_the_handle_is_known_has_the_statement_cancelled_once_it_is()
    {
        var (arrived, answer) = (new TaskCompletionSource(), new TaskCompletionSource<HttpResponseMessage>());
        Stub.AnswersLater(
            (_, _) =>
            {
                arrived.SetResult();
                return answer.Task;
            },
            (_, _) => Task.FromResult(StubSnowflake.Error(200, "000604", "SQL execution canceled", "57014")));
        using var caller = new CancellationTokenSource();
        var query = _bench.QueryAsync(ct: caller.Token);
        await arrived.Task;

        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query);
        Assert.Single(Stub.Calls);
        answer.SetResult(StubSnowflake.Running());
        await _bench.Account.SettledAsync();

        Assert.Equal($"POST /{StubSnowflake.Handle}/cancel", Stub.Calls[1].Route);
    }

    [Fact]
    public async Task A_statement_whose_result_is_secret_leaves_neither_secret_nor_handle_anywhere()
    {
        var statement = new SqlStatement("alter user \"U\" add programmatic access token \"T\"") { ResultIsSecret = true };
        Stub.Answers(_ => StubSnowflake.Result(["token_name", "token_secret"], [["T", "the-new-secret"]]), _ => StubSnowflake.Error(422, "099200", "limit", "22023", StubSnowflake.Handle));

        var result = await _bench.QueryAsync(statement);
        var e = await _bench.FailureAsync(statement);

        Assert.Equal(new Secret("the-new-secret"), result.Rows[0].Secret("token_secret"));
        Assert.Null(result.QueryId);
        Assert.Null(e.QueryId);
        Assert.All([.. _bench.Log.Lines, e.ToString(), result.ToString()], line => Assert.False(
            line.Contains("the-new-secret", StringComparison.Ordinal) || line.Contains(StubSnowflake.Handle, StringComparison.Ordinal), line));
    }

    [Fact]
    public async Task Secrets_that_Snowflake_repeats_are_taken_out_of_its_words()
    {
        Stub.Answers(_ => StubSnowflake.Error(422, "001003", $"near 'bound-secret' by {SnowflakeWorkbench.Token}"));
        var e = await _bench.FailureAsync(SnowflakeWorkbench.Statement with { Bindings = [SqlBinding.Secret(new Secret("bound-secret"))] });
        Assert.Equal("near '***' by ***", e.Detail);
    }

    [Fact]
    public async Task Another_token_is_tried_with_nothing_that_is_the_services_own()
    {
        Stub.Answers(_ => StubSnowflake.Rows(["1"]));
        await _bench.Account.WithToken(new Secret("theirs")).QueryAsync(SnowflakeWorkbench.Statement, default);
        Assert.Equal("theirs", Stub.Calls[0].Token);
        Assert.All(["role", "warehouse", "database", "schema"], name => Assert.False(Stub.Calls[0].Json.TryGetProperty(name, out _), name));
    }

    [Fact]
    public async Task A_refused_token_is_sent_again_only_if_the_file_holds_another_by_then()
    {
        Stub.Answers(
            _ =>
            {
                _bench.FileOf("pat", "renewed");
                return StubSnowflake.Error(401, "394400", "Programmatic access token is invalid.");
            },
            _ => StubSnowflake.Rows(["1"]));
        await _bench.QueryAsync();
        Assert.Equal([SnowflakeWorkbench.Token, "renewed"], Stub.Calls.Select(call => call.Token));
    }

    public void Dispose() => _bench.Dispose();
}
