using Xunit;

namespace GrpcRefresh.FunctionalTests.Simulator;

public sealed class ServerInfoTests : SimulatorTest
{
    [Theory]
    [InlineData("/api/2.4/serverInfo")]
    [InlineData("/api/3.27/serverinfo")]
    [InlineData("/api/99.0/SERVERINFO")]
    public async Task Server_info_answers_anybody_under_any_version_and_spelling(string path)
    {
        var answer = await Caller.SendAsync(Http, HttpMethod.Get, path, body: null);

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            Answer.Envelope("<serverInfo><productVersion build=\"20253.25.1118.1119\">2025.3.0</productVersion><restApiVersion>3.27</restApiVersion></serverInfo>"),
            answer.Text);
        Assert.Equal("application/xml;charset=utf-8", answer.Headers["Content-Type"]);
    }

    [Fact]
    public async Task Json_is_spoken_when_asked_for()
    {
        var answer = await Caller.SendAsync(Http, HttpMethod.Get, "/api/2.4/serverinfo", body: null, accept: "application/json");

        Assert.Equal(
            """{"serverInfo":{"productVersion":{"build":"20253.25.1118.1119","value":"2025.3.0"},"restApiVersion":"3.27"}}""", answer.Text);
    }

    [Fact]
    public async Task Every_answer_carries_a_request_id_and_the_date_of_the_simulators_clock()
    {
        var answer = await Caller.SendAsync(Http, HttpMethod.Get, "/api/2.4/serverinfo", body: null);

        Assert.NotEmpty(answer.Headers["x-tsi-request-id"]);
        Assert.Equal("Tue, 01 Sep 2026 06:30:00 GMT", answer.Headers["Date"]);
    }

    [Fact]
    public async Task The_reported_version_follows_the_settings()
    {
        Tableau.Settings.ApiVersion = "3.24";

        var answer = await Caller.SendAsync(Http, HttpMethod.Get, "/api/2.4/serverinfo", body: null);

        Assert.Equal("3.24", answer.Child("serverInfo").Elements().Last().Value);
        Assert.Contains("ts-api_3_24.xsd", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api/3.27/nothing/here", 404, "404003")]
    [InlineData("GET", "/api/latest/serverinfo", 404, "404003")]
    [InlineData("GET", "/", 404, "404003")]
    [InlineData("GET", "/api/3.27/auth/signin", 405, "405000")]
    [InlineData("POST", "/api/3.28/auth/signin", 404, "404003")]
    public async Task What_does_not_exist_is_said_in_the_envelope(string method, string path, int status, string code)
    {
        var answer = await Caller.SendAsync(Http, HttpMethod.Parse(method), path, body: null);

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }
}
