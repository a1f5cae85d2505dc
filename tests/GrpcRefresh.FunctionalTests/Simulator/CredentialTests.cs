using Xunit;

namespace GrpcRefresh.FunctionalTests.Simulator;

/// <summary>The other two kinds of credentials: user and password, and a connected app's token.</summary>
public sealed class CredentialTests : SimulatorTest
{
    private const string SignIn = "/api/3.27/auth/signin";

    private Jwt Good => new(Clock.GetUtcNow());

    [Fact]
    public async Task Sessions_by_password_live_beside_each_other()
    {
        var body = Caller.Password("operator", "operator-password", "");
        var (first, second) = (await Caller.SignInAsync(Http, body, "3.27"), await Caller.SignInAsync(Http, body, "3.27"));

        Assert.NotEqual(first.Token, second.Token);
        Assert.Equal(200, (await first.GetAsync("/projects")).Status);
        Assert.Equal(200, (await second.GetAsync("/jobs")).Status);
    }

    [Theory]
    [InlineData("operator", "wrong", "")]
    [InlineData("nobody", "operator-password", "")]
    [InlineData("demo", "demo-password", "marketing")]
    [InlineData("operator", "operator-password", "nowhere")]
    public async Task A_wrong_password_user_or_site_are_refused_alike(string user, string password, string site)
    {
        var answer = await Caller.SendAsync(Http, HttpMethod.Post, SignIn, Caller.Password(user, password, site));

        Assert.Equal(Answer.Error("401001", "Signin Error", "Error signing in to Tableau Server"), answer.Text);
    }

    [Fact]
    public async Task A_connected_app_signs_in_anybody_and_its_sessions_live_beside_each_other()
    {
        var first = await Caller.SignInAsync(Http, Good.ToCredentials(), "3.27");
        var second = await Caller.SignInAsync(Http, (Good with { Subject = "demo@acme.example" }).ToCredentials(), "3.27");

        Assert.Equal(200, (await first.GetAsync("/projects")).Status);
        Assert.Equal(200, (await second.GetAsync("/projects")).Status);
        Assert.NotEqual(first.User, second.User);
    }

    [Theory]
    [InlineData("nonsense", 10084)]
    [InlineData("alg", 10083)]
    [InlineData("kid", 10083)]
    [InlineData("iss", 126)]
    [InlineData("key", 127)]
    [InlineData("secret", 127)]
    [InlineData("site", 126)]
    [InlineData("aud", 10084)]
    [InlineData("sub", 16)]
    [InlineData("late", 16)]
    [InlineData("long", 16)]
    [InlineData("jti", 10094)]
    [InlineData("scp", 10099)]
    public async Task What_is_wrong_with_a_connected_apps_token_is_told_by_a_number(string mistake, int number)
    {
        var body = mistake switch
        {
            "nonsense" => Caller.Credentials("jwt=\"a.b\"", ""),
            "alg" => (Good with { Algorithm = "none" }).ToCredentials(),
            "kid" => (Good with { Kid = null }).ToCredentials(),
            "iss" => (Good with { Issuer = "other-app" }).ToCredentials(),
            "key" => (Good with { Kid = "other-key" }).ToCredentials(),
            "secret" => (Good with { Secret = "guessed" }).ToCredentials(),
            "site" => Good.ToCredentials("marketing"),
            "aud" => (Good with { Audience = "other" }).ToCredentials(),
            "sub" => (Good with { Subject = "nobody" }).ToCredentials(),
            "late" => (Good with { Life = TimeSpan.Zero }).ToCredentials(),
            "long" => (Good with { Life = TimeSpan.FromMinutes(11) }).ToCredentials(),
            "jti" => (Good with { Id = null }).ToCredentials(),
            _ => (Good with { Scopes = null }).ToCredentials(),
        };

        var answer = await Caller.SendAsync(Http, HttpMethod.Post, SignIn, body);

        Assert.Equal((401, "401001"), (answer.Status, answer.Code));
        Assert.Equal($"Error signing in to Tableau Server (errorCode={number})", answer.Detail);
    }

    [Fact]
    public async Task A_token_is_good_for_one_sign_in()
    {
        var body = Good.ToCredentials();
        await Caller.SignInAsync(Http, body, "3.27");

        var again = await Caller.SendAsync(Http, HttpMethod.Post, SignIn, body);

        Assert.Equal("Error signing in to Tableau Server (errorCode=10091)", again.Detail);
    }

    [Theory]
    [InlineData("/workbooks", "tableau:content:read")]
    [InlineData("/jobs", "tableau:jobs:read")]
    [InlineData("/jobs", "tableau:jobs:*")]
    [InlineData("/tasks/extractRefreshes", "tableau:tasks:read")]
    public async Task A_missing_scope_looks_like_a_lost_session_on_the_call_that_needs_it(string path, string scope)
    {
        var with = await Caller.SignInAsync(Http, (Good with { Scopes = [scope] }).ToCredentials(), "3.27");
        var without = await Caller.SignInAsync(Http, (Good with { Scopes = ["tableau:views:embed"] }).ToCredentials(), "3.27");

        Assert.Equal(200, (await with.GetAsync(path)).Status);
        Assert.Equal("401002", (await without.GetAsync(path)).Code);
    }

    [Fact]
    public async Task Refreshing_cancelling_and_updating_connections_need_scopes_of_their_own()
    {
        var item = Item("Finance/Ledger");
        var reader = await Caller.SignInAsync(Http, (Good with { Scopes = ["tableau:content:read", "tableau:jobs:read"] }).ToCredentials(), "3.27");
        var runner = await Caller.SignInAsync(Http, (Good with { Scopes = ["tableau:tasks:run"] }).ToCredentials(), "3.27");
        var connection = $"/datasources/{item.Luid}/connections/{item.Connections[0].Luid}";

        Assert.Equal("401002", (await reader.PostAsync($"/datasources/{item.Luid}/refresh", "<tsRequest/>")).Code);
        Assert.Equal(202, (await runner.PostAsync($"/datasources/{item.Luid}/refresh", "<tsRequest/>")).Status);
        Assert.Equal("401002", (await reader.PutAsync($"/jobs/{Tableau.World.Jobs[^1].Luid}")).Code);
        Assert.Equal("401002", (await reader.PutAsync(connection, "<tsRequest><connection userName='x'/></tsRequest>")).Code);
        Assert.Equal(200, (await reader.GetAsync($"/jobs/{Tableau.World.Jobs[^1].Luid}")).Status);
    }

    [Fact]
    public async Task Below_3_25_a_connected_app_may_not_ask_about_jobs()
    {
        var caller = await Caller.SignInAsync(Http, (Good with { Scopes = ["tableau:jobs:read"] }).ToCredentials(), "3.24");

        Assert.Equal("401002", (await caller.GetAsync("/jobs")).Code);
    }

    [Theory]
    [InlineData("name='demo' password='demo-password' jwt='a.b.c'")]
    [InlineData("name='demo'")]
    [InlineData("personalAccessTokenName='demo'")]
    [InlineData("")]
    public async Task One_whole_credential_is_asked_for(string attributes)
    {
        var answer = await Caller.SendAsync(Http, HttpMethod.Post, SignIn, Caller.Credentials(attributes, ""));

        Assert.Equal((400, "400000"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Json_signs_in_by_token_of_an_app_too()
    {
        var body = $$"""{"credentials":{"jwt":"{{Good}}","site":{"contentUrl":"" } } }""";

        Assert.Equal(200, (await Caller.SendAsync(Http, HttpMethod.Post, SignIn, body, accept: "application/json")).Status);
    }
}
