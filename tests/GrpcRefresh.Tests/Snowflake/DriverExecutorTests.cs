using System.Globalization;
using System.Security.Cryptography;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Snowflake;

/// <summary>The way through an ADO.NET driver, by SQLite's: Snowflake's own is not to be had here.</summary>
public sealed class DriverExecutorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("driver").FullName;
    private readonly SqliteDriver _driver = new();
    private readonly SnowflakeOptions _options;

    public DriverExecutorTests() => _options = new SnowflakeOptions
    {
        Account = "myorg-myaccount",
        User = "svc",
        Role = "REFRESHER",
        Warehouse = "WH",
        PatFile = FileOf("pat", "the;token=\"x\""),
    };

    public void Dispose()
    {
        _driver.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Bound_values_arrive_and_come_back_as_rows_of_the_SQL_API_do()
    {
        var moment = new DateTimeOffset(2026, 11, 5, 6, 7, 8, TimeSpan.Zero).AddTicks(1234567);
        await QueryAsync("create table T (N NUMERIC, X TEXT, B BOOLEAN, M TIMESTAMP_NTZ, D DATE, E TEXT)");
        await QueryAsync("insert into T values (@1, @2, @3, @4, @5, @6)",
            SqlBinding.Number(42.5m), SqlBinding.Text("it's ü"), SqlBinding.Boolean(true), SqlBinding.Timestamp(moment), SqlBinding.Date(new DateOnly(2026, 11, 5)), SqlBinding.Text(null));

        var row = Assert.Single((await QueryAsync("select * from T")).Rows);

        Assert.Equal((42.5m, "it's ü", true), (row.Number("N"), row.Text("X"), row.Boolean("B")));
        Assert.Equal(moment.UtcDateTime, DateTime.Parse(row.Text("M"), CultureInfo.InvariantCulture));
        Assert.StartsWith("2026-11-05", row.Text("D"), StringComparison.Ordinal);
        Assert.Null(row.TextOrNull("E"));
    }

    [Fact]
    public async Task Columns_have_their_names_and_types_and_changes_their_counts()
    {
        var result = await QueryAsync("select 1 as ONE, 'x' as TWO where 0");
        Assert.Equal(["ONE", "TWO"], result.Columns.Select(column => column.Name));
        Assert.Empty(result.Rows);

        // As Snowflake answers a MERGE.
        var merged = await QueryAsync("select 3 as \"number of rows inserted\", 2 as \"number of rows updated\"");
        Assert.Equal((3, 2, 0), (merged.RowsInserted, merged.RowsUpdated, merged.RowsDeleted));
    }

    [Fact]
    public async Task A_refusal_is_a_failure_of_ours()
    {
        var e = await Assert.ThrowsAsync<SnowflakeException>(() => QueryAsync("select * from NOWHERE"));

        Assert.Equal(SnowflakeErrorKind.Refused, e.Kind);
        Assert.Contains("no such table", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2003, nameof(SnowflakeErrorKind.NotFound), false)]
    [InlineData(3001, nameof(SnowflakeErrorKind.Forbidden), false)]
    [InlineData(606, nameof(SnowflakeErrorKind.NoWarehouse), false)]
    [InlineData(390422, nameof(SnowflakeErrorKind.NetworkPolicy), false)]
    [InlineData(1003, nameof(SnowflakeErrorKind.Refused), false)]
    [InlineData(709, nameof(SnowflakeErrorKind.UnknownStatement), true)]
    [InlineData(270001, nameof(SnowflakeErrorKind.Unreachable), true)]
    public async Task Codes_become_kinds_and_only_the_accounts_are_definite(int code, string kind, bool mayHaveTakenEffect)
    {
        var e = await FailureOfAsync(new DriverFailure("It failed.", code));

        Assert.Equal((kind, code.ToString("000000", CultureInfo.InvariantCulture), mayHaveTakenEffect), ($"{e.Kind}", e.Code, e.MayHaveTakenEffect));
    }

    [Fact]
    public async Task A_broken_connection_leaves_open_whether_the_statement_took_effect()
    {
        var e = await FailureOfAsync(new HttpRequestException("reset"));
        Assert.Equal((SnowflakeErrorKind.Unreachable, true), (e.Kind, e.MayHaveTakenEffect));
    }

    [Fact]
    public async Task What_fails_before_the_statement_was_sent_took_no_effect()
    {
        _driver.Opened = _ => throw new DriverFailure("Incorrect token the;token=\"x\" was given.", 394400);
        var e = await Assert.ThrowsAsync<SnowflakeException>(() => QueryAsync("select 1"));

        Assert.False(e.MayHaveTakenEffect);
        Assert.DoesNotContain("the;token", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_gives_up_is_told_so_and_gets_no_result()
    {
        using var caller = new CancellationTokenSource();
        _driver.Opened = connection => connection.CreateFunction("give_up", () =>
        {
            caller.Cancel();
            return 1L;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Account().QueryAsync(new SqlStatement("select give_up() union all select 2"), caller.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Account().QueryAsync(new SqlStatement("select 1"), caller.Token));
    }

    [Fact]
    public async Task The_driver_is_given_the_settings_in_its_own_words()
    {
        (_options.Database, _options.Proxy) = ("DB", new Uri("http://ana:secret@proxy:3128"));
        await Account().QueryAsync(new SqlStatement("select 1") { Role = "OTHER" }, default);

        Assert.Equal(("myorg-myaccount", "myorg-myaccount.snowflakecomputing.com", "svc"), (Seen("account"), Seen("host"), Seen("user")));
        Assert.Equal(("programmatic_access_token", "the;token=\"x\""), (Seen("authenticator"), Seen("token")));
        Assert.Equal(("OTHER", "WH", "DB", "grpcrefresh"), (Seen("role"), Seen("warehouse"), Seen("db"), Seen("query_tag")));
        Assert.Equal(("proxy", "3128", "ana", "secret"), (Seen("proxyhost"), Seen("proxyport"), Seen("proxyuser"), Seen("proxypassword")));
    }

    [Fact]
    public async Task A_key_pair_is_handed_over_as_it_stands_in_its_file()
    {
        using var key = RSA.Create(2048);
        var pem = key.ExportPkcs8PrivateKeyPem();
        (_options.PatFile, _options.PrivateKeyFile) = (null, FileOf("key", pem));
        await QueryAsync("select 1");

        Assert.Equal(("snowflake_jwt", pem), (Seen("authenticator"), Seen("private_key")));
    }

    [Fact]
    public async Task With_a_token_it_works_as_that_tokens_user_and_role()
    {
        await Account().WithToken(new Secret("another")).QueryAsync(new SqlStatement("select 1"), default);

        Assert.Equal("another", Seen("token"));
        Assert.All(["user", "role", "warehouse", "private_key"], key => Assert.False(_driver.Seen.ContainsKey(key), key));
    }

    [Fact]
    public async Task A_file_that_cannot_be_used_is_told_by_its_key()
    {
        _options.PatFile = Path.Combine(_folder, "nowhere");
        var e = await Assert.ThrowsAsync<SnowflakeException>(() => QueryAsync("select 1"));

        Assert.Equal(SnowflakeErrorKind.AuthFailed, e.Kind);
        Assert.Contains("GrpcRefresh:Snowflake:PatFile", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_statements_in_one_are_refused()
    {
        var e = await Assert.ThrowsAsync<SnowflakeException>(() => Account().QueryAsync(new SqlStatement("select 1; select 2") { Count = 2 }, default));
        Assert.Equal(SnowflakeErrorKind.Refused, e.Kind);
    }

    [Fact]
    public void An_authority_of_ones_own_is_refused_because_the_driver_takes_none()
    {
        _options.CaFile = "/etc/ca.pem";
        Assert.Contains("GrpcRefresh:Snowflake:CaFile", Assert.Throws<OptionsValidationException>(Account).Failures.Single(), StringComparison.Ordinal);
    }

    private async Task<SnowflakeException> FailureOfAsync(Exception thrown)
    {
        _driver.Failure = thrown;
        return await Assert.ThrowsAsync<SnowflakeException>(() => QueryAsync("select 1"));
    }

    private Task<SqlResult> QueryAsync(string sql, params SqlBinding[] bindings) => Account().QueryAsync(new SqlStatement(sql) { Bindings = bindings }, default);

    private SnowflakeAccount Account() =>
        new SnowflakeNeighbour(Options.Create(_options), _ => throw new InvalidOperationException(), TimeProvider.System, NullLoggerFactory.Instance, _driver).Account!;

    private string Seen(string key) => (string)_driver.Seen[key];

    private string FileOf(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        PrivateAuthority.WritePrivately(path, text);
        return path;
    }
}
