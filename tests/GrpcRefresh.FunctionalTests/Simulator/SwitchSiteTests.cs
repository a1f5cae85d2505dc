using Xunit;

namespace GrpcRefresh.FunctionalTests.Simulator;

public sealed class SwitchSiteTests : SimulatorTest
{
    private const string SwitchSite = "/api/3.27/auth/switchSite";
    private const string CurrentSession = "/api/3.27/sessions/current";

    private Task<Caller> OperatorAsync() => Caller.SignInAsync(Http, Caller.Password("operator", "operator-password", ""), "3.27");

    [Fact]
    public async Task Switching_gives_a_new_token_for_the_other_site_and_spends_the_old()
    {
        var here = await OperatorAsync();

        var answer = await here.SendAsync(HttpMethod.Post, SwitchSite, To("marketing"));

        var credentials = answer.Child("credentials");
        var there = here with { Token = credentials.Attribute("token")!.Value, Site = Answer.Id(credentials, "site") };
        Assert.Equal(200, (await there.GetAsync("/workbooks")).Status);
        Assert.Equal("401002", (await here.GetAsync("/workbooks")).Code);
        Assert.NotEqual(here.User, Answer.Id(credentials, "user"));
    }

    [Theory]
    [InlineData("", 403, "403070")]
    [InlineData("nowhere", 401, "401003")]
    public async Task The_same_site_and_one_that_is_not_there_have_codes_of_their_own(string site, int status, string code)
    {
        var here = await OperatorAsync();

        var answer = await here.SendAsync(HttpMethod.Post, SwitchSite, To(site));

        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal(200, (await here.GetAsync("/workbooks")).Status);
    }

    [Fact]
    public async Task Somebody_unknown_on_the_other_site_stays_where_he_is()
    {
        var demo = await SignInAsync();

        Assert.Equal("401003", (await demo.SendAsync(HttpMethod.Post, SwitchSite, To("marketing"))).Code);
    }

    [Fact]
    public async Task The_current_session_tells_who_and_where_one_is()
    {
        var here = await OperatorAsync();

        var session = (await here.SendAsync(HttpMethod.Get, CurrentSession, null)).Child("session");

        Assert.Equal(here.User, Answer.Id(session, "user"));
        Assert.Equal(here.Site, Answer.Id(session, "site"));
    }

    [Fact]
    public async Task A_session_is_ended_by_its_id_by_its_owner_or_an_administrator()
    {
        var (first, second, limited) = (await OperatorAsync(), await OperatorAsync(), await SignInAsync("limited"));
        var id = await IdAsync(first);

        Assert.Equal("403032", (await limited.SendAsync(HttpMethod.Delete, $"/api/3.27/sessions/{id}", null)).Code);
        Assert.Equal(204, (await second.SendAsync(HttpMethod.Delete, $"/api/3.27/sessions/{id}", null)).Status);
        Assert.Equal("401002", (await first.GetAsync("/workbooks")).Code);
        Assert.Equal(404, (await second.SendAsync(HttpMethod.Delete, $"/api/3.27/sessions/{id}", null)).Status);
        Assert.Equal(204, (await second.SendAsync(HttpMethod.Delete, $"/api/3.27/sessions/{await IdAsync(limited)}", null)).Status);
    }

    private static async Task<string> IdAsync(Caller caller) =>
        (await caller.SendAsync(HttpMethod.Get, CurrentSession, null)).Child("session").Attribute("id")!.Value;

    private static string To(string site) => $"<tsRequest><site contentUrl=\"{site}\"/></tsRequest>";
}
