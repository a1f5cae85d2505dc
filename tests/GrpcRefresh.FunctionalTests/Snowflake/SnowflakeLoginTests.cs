using System.Security.Cryptography;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.FunctionalTests.Snowflake;

/// <summary>The simulator's rules of authentication, told by the client's kinds.</summary>
public sealed class SnowflakeLoginTests : SnowflakeTest
{
    private SnowflakeUser Service => Simulator.World.User("GRPCREFRESH_SVC");

    private SnowflakeUser Tableau => Simulator.World.User("TABLEAU_SVC");

    [Fact]
    public async Task An_unregistered_key_is_refused_and_an_administrator_learns_why()
    {
        using var other = RSA.Create(2048);
        var e = await FailureAsync(Connect("GRPCREFRESH_SVC", other), "select 1");
        Assert.Equal((SnowflakeErrorKind.AuthFailed, "390144"), (e.Kind, e.Code));

        var details = await QueryAsync("select system$get_login_failure_details(?) as D", SqlBinding.Text(e.LoginFailureId));
        Assert.Contains("no public key of the user", details.Rows[0].Text("D"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_key_serves_while_the_first_is_exchanged()
    {
        using var second = RSA.Create(2048);
        Service.Register(second);
        await QueryAsync(Connect("GRPCREFRESH_SVC", second), "select 1");
        Service.PublicKeys.RemoveAt(0);
        Assert.Equal("390144", (await FailureAsync("select 1")).Code);
    }

    [Fact]
    public async Task A_disabled_user_is_refused_by_key_and_by_token()
    {
        var token = Simulator.World.AddToken("GRPCREFRESH_SVC", "T", "GRPCREFRESH");
        Service.Disabled = true;
        Assert.Equal(SnowflakeErrorKind.UserDisabled, (await FailureAsync("select 1")).Kind);
        Assert.Equal(SnowflakeErrorKind.UserDisabled, (await FailureAsync(Connect(token), "select 1")).Kind);
    }

    [Fact]
    public async Task A_network_policy_admits_addresses_and_a_token_needs_one()
    {
        var token = Simulator.World.AddToken("TABLEAU_SVC", "T", "TABLEAU");
        Tableau.NetworkPolicy = ["10.0.0.1"];
        Assert.Equal("390422", (await FailureAsync(Connect(token), "select 1")).Code);
        Tableau.NetworkPolicy = null;
        Assert.Equal(("390432", SnowflakeErrorKind.NetworkPolicy), await KindAsync(Connect(token)));
        Tableau.NetworkPolicy = ["127.0.0.1"];
        await QueryAsync(Connect(token), "select 1");
    }

    [Fact]
    public async Task Unknown_expired_and_removed_tokens_are_refused()
    {
        Assert.Equal(("394400", SnowflakeErrorKind.AuthFailed), await KindAsync(Connect("nobody's")));
        var token = Simulator.World.AddToken("TABLEAU_SVC", "T", "TABLEAU", days: 0);
        Assert.Equal(("394400", SnowflakeErrorKind.TokenExpired), await KindAsync(Connect(token)));
    }

    [Fact]
    public async Task A_token_is_good_for_its_role_alone()
    {
        Tableau.Roles.Add("OTHER");
        var token = Simulator.World.AddToken("TABLEAU_SVC", "T", "TABLEAU");
        Assert.Equal("TABLEAU", (await QueryAsync(Connect(token), "select current_role() as R")).Rows[0].Text("R"));
        Assert.Equal(SnowflakeErrorKind.Forbidden, (await FailureAsync(Connect(token, options => options.Role = "OTHER"), "select 1")).Kind);
    }

    [Fact]
    public async Task What_logs_in_is_in_the_history_with_its_credential()
    {
        var secret = await AddTokenAsync("TABLEAU_SVC", "RUN_1");
        var id = Assert.Single(Simulator.World.Tokens("TABLEAU_SVC")).Id;
        Simulator.World.RecordLogin("TABLEAU_SVC", secret.Reveal(), "TABLEAU");
        Simulator.World.RecordLogin("TABLEAU_SVC", "wrong", "TABLEAU");

        var rows = (await QueryAsync(
            "select l.* from SNOWFLAKE.ACCOUNT_USAGE.LOGIN_HISTORY l join SNOWFLAKE.ACCOUNT_USAGE.CREDENTIALS c on c.CREDENTIAL_ID = l.FIRST_AUTHENTICATION_FACTOR_ID"
            + " where c.NAME = ? and l.IS_SUCCESS = 'YES'", SqlBinding.Text("RUN_1"))).Rows;

        Assert.Equal(("TABLEAU_SVC", "TABLEAU", id), (rows.Single().Text("USER_NAME"), rows[0].Text("REPORTED_CLIENT_TYPE"), rows[0].Text("FIRST_AUTHENTICATION_FACTOR_ID")));
        Assert.NotNull(rows[0].Timestamp("EVENT_TIMESTAMP"));
        Assert.True(Simulator.World.Accepts("TABLEAU_SVC", secret.Reveal()));
        Assert.False(Simulator.World.Accepts("TABLEAU_SVC", "wrong"));
    }

    [Fact]
    public async Task The_service_can_see_whether_a_new_token_works()
    {
        var secret = await AddTokenAsync("TABLEAU_SVC", "RUN_1");
        var me = await QueryAsync(Account.WithToken(secret), "select current_user() as ME, current_role() as R");
        Assert.Equal(("TABLEAU_SVC", "TABLEAU"), (me.Rows[0].Text("ME"), me.Rows[0].Text("R")));
        var decoded = await QueryAsync("select system$decode_pat(?) as D", SqlBinding.Secret(secret));
        Assert.Equal("RUN_1", decoded.Rows[0].Json("D")!.Value.GetProperty("PAT_NAME").GetString());
    }

    private static async Task<(string?, SnowflakeErrorKind)> KindAsync(SnowflakeAccount account) =>
        await FailureAsync(account, "select 1") is var e ? (e.Code, e.Kind) : default;
}
