using System.Text.Json;
using Xunit;

namespace GrpcRefresh.FunctionalTests.Simulator;

public sealed class SessionTests : SimulatorTest
{
    private const string SignIn = "/api/3.27/auth/signin";
    private const string SignOut = "/api/3.27/auth/signout";

    [Fact]
    public async Task Signing_in_answers_token_site_and_user()
    {
        var answer = await Caller.SendAsync(Http, HttpMethod.Post, SignIn, Caller.Credentials("demo", "demo-secret", ""));

        var token = answer.Child("credentials").Attribute("token")!.Value;
        var site = Tableau.World.Sites[0].Luid;
        var user = Tableau.World.Users.Single(user => user.Name == "demo").Luid;
        Assert.Equal(
            Answer.Envelope($"<credentials token=\"{token}\" estimatedTimeToExpiration=\"177:05:38\"><site id=\"{site}\" contentUrl=\"\" /><user id=\"{user}\" /></credentials>"),
            answer.Text);
    }

    [Fact]
    public async Task Signing_in_speaks_json_too()
    {
        const string Body = """{"credentials":{"personalAccessTokenName":"marketing","personalAccessTokenSecret":"marketing-secret","site":{"contentUrl":"marketing"}}}""";

        var answer = await Caller.SendAsync(Http, HttpMethod.Post, SignIn, Body, accept: "application/json");

        var credentials = JsonDocument.Parse(answer.Text).RootElement.GetProperty("credentials");
        Assert.Equal("marketing", credentials.GetProperty("site").GetProperty("contentUrl").GetString());
        Assert.NotEmpty(credentials.GetProperty("token").GetString()!);
        Assert.NotEmpty(credentials.GetProperty("user").GetProperty("id").GetString()!);
    }

    [Theory]
    [InlineData("demo", "wrong", "")]
    [InlineData("nobody", "demo-secret", "")]
    [InlineData("demo", "demo-secret", "marketing")]
    [InlineData("demo", "demo-secret", "nowhere")]
    [InlineData("marketing", "marketing-secret", "")]
    public async Task Whatever_is_wrong_the_refusal_is_the_same(string name, string secret, string site)
    {
        var answer = await Caller.SendAsync(Http, HttpMethod.Post, SignIn, Caller.Credentials(name, secret, site));

        Assert.Equal(401, answer.Status);
        Assert.Equal(Answer.Error("401001", "Signin Error", "Error signing in to Tableau Server"), answer.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<tsRequest/>")]
    [InlineData("<tsRequest><credentials personalAccessTokenName='demo' name='demo'/></tsRequest>")]
    public async Task A_body_without_one_credential_is_malformed(string body)
    {
        var answer = await Caller.SendAsync(Http, HttpMethod.Post, SignIn, body);

        Assert.Equal((400, "400000"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_refusal_speaks_json_to_those_who_asked_for_it()
    {
        var answer = await Caller.SendAsync(Http, HttpMethod.Post, SignIn, Caller.Credentials("demo", "wrong", ""), accept: "application/json");

        Assert.Equal("""{"error":{"summary":"Signin Error","detail":"Error signing in to Tableau Server","code":"401001"}}""", answer.Text);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        var demo = await SignInAsync();

        var goodbye = await demo.SendAsync(HttpMethod.Post, SignOut, body: null);
        var again = await demo.SendAsync(HttpMethod.Post, SignOut, body: null);

        Assert.Equal((204, ""), (goodbye.Status, goodbye.Text));
        Assert.Equal(Answer.Error("401002", "Unauthorized Access", "Invalid authentication credentials were provided."), again.Text);
        Assert.Equal(401, again.Status);
    }

    [Fact]
    public async Task A_second_sign_in_with_one_token_ends_the_first_session_and_no_other()
    {
        var (first, limited) = (await SignInAsync(), await SignInAsync("limited"));
        var second = await SignInAsync();

        Assert.Equal("401002", (await first.GetAsync("/projects")).Code);
        Assert.Equal(200, (await second.GetAsync("/projects")).Status);
        Assert.Equal(200, (await limited.GetAsync("/projects")).Status);
    }

    [Fact]
    public async Task A_call_without_a_token_is_told_apart_from_one_with_a_bad_token()
    {
        var demo = await SignInAsync();

        var without = await Caller.SendAsync(Http, HttpMethod.Get, $"/api/3.27/sites/{demo.Site}/projects", body: null);
        var bad = await (demo with { Token = "bad" }).GetAsync("/projects");

        Assert.Equal(Answer.Error("401000", "Unauthorized Access", "No authentication credentials were provided."), without.Text);
        Assert.Equal((401, "401002"), (bad.Status, bad.Code));
    }

    [Fact]
    public async Task A_session_ends_after_two_idle_hours_and_use_keeps_it_alive()
    {
        var demo = await SignInAsync();
        for (var turn = 0; turn < 3; turn++)
        {
            Clock.Advance(TimeSpan.FromMinutes(119));
            Assert.Equal(200, (await demo.GetAsync("/projects")).Status);
        }

        Clock.Advance(TimeSpan.FromMinutes(120));

        Assert.Equal("401002", (await demo.GetAsync("/projects")).Code);
    }

    [Fact]
    public async Task A_session_is_good_for_its_site_only()
    {
        var demo = await SignInAsync();
        var marketing = Tableau.World.Sites.Single(site => site.ContentUrl == "marketing");

        Assert.Equal(403, (await (demo with { Site = marketing.Luid }).GetAsync("/projects")).Status);
        var unknown = await (demo with { Site = "11111111-1111-1111-1111-111111111111" }).GetAsync("/projects");
        Assert.Equal((404, "404000"), (unknown.Status, unknown.Code));
    }
}
