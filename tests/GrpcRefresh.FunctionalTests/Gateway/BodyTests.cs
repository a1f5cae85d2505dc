using System.Globalization;
using System.Net;
using System.Text;
using GrpcRefresh.Testing;
using GrpcRefresh.V1.Rpc;

namespace GrpcRefresh.FunctionalTests.Gateway;

public sealed class BodyTests(DoorWorld world) : IClassFixture<DoorWorld>
{
    private const string Refresh = "/v1/resources:refresh";

    [Theory]
    [InlineData("", "resource")]
    [InlineData("{", "body")]
    [InlineData("[]", "body")]
    [InlineData("{} {}", "body")]
    [InlineData("{\"resource\": 5}", "resource")]
    [InlineData("{\"resource\": {\"luid\": 5}}", "resource.luid")]
    [InlineData("{\"resource\": {\"type\": \"WORKBOOK\"}}", "resource.type")]
    [InlineData("{\"resource\": {\"path\": {\"projectPath\": [\"a\", {}]}}}", "resource.path.projectPath[1]")]
    [InlineData("{\"resource\": {\"luid\": \"a\", \"url\": \"b\"}}", "resource.url")]
    [InlineData("{\"validateOnly\": \"yes\", \"requestid\": 1}", "validateOnly,requestid")]
    [InlineData("{\"labels\": {\"team\": []}}", "labels[team]")]
    public async Task The_caller_learns_which_part_is_bad(string body, string fields)
    {
        using var answer = await PostAsync(Refresh, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var bad = Assert.Single((await RefusalAsync(answer)).All<BadRequest>());
        Assert.Equal(fields, string.Join(',', bad.FieldViolations.Select(violation => violation.Field)));
    }

    [Fact]
    public async Task A_body_that_is_bad_throughout_costs_no_more_than_what_is_shown()
    {
        var bad = string.Join(',', Enumerable.Repeat("{}", 300_000));

        using var answer = await PostAsync(Refresh, $"{{\"resource\":{{\"path\":{{\"projectPath\":[{bad}]}}}}}}");

        Assert.Equal(20, Assert.Single((await RefusalAsync(answer)).All<BadRequest>()).FieldViolations.Count);
    }

    [Fact]
    public async Task A_secret_that_is_of_the_wrong_type_is_not_repeated()
    {
        using var answer = await PostAsync("/v1/connections:rotateCredentials", "{\"credential\":{\"inline\":{\"secret\":{\"s3cr3t\":\"s3cr3t-value\"}}}}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("credential.inline.secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_nested_without_end_is_refused()
    {
        using var answer = await PostAsync(Refresh, $"{string.Concat(Enumerable.Repeat("{\"resource\":", 10_000))}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=latin1")]
    [InlineData("")]
    public async Task A_body_of_another_type_is_refused(string type)
    {
        var header = type.Length > 0 ? $"Content-Type: {type}\r\n" : "";
        var (status, answer) = await world.Gateway.AskAsync($"POST {Refresh}", $"{header}Content-Length: 0\r\n");

        Assert.Equal(415, status);
        Assert.Contains("application/json", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_not_UTF_8_is_refused()
    {
        using var body = new ByteArrayContent([0x7b, 0xff, 0x7d]) { Headers = { ContentType = new("application/json") } };
        using var answer = await world.Gateway.Http.PostAsync(new Uri(Refresh, UriKind.Relative), body);

        Assert.Equal("body: is not UTF-8", (await RefusalAsync(answer)).Message);
    }

    [Fact]
    public async Task A_body_that_says_it_is_too_large_is_refused_unread()
    {
        using var body = new ByteArrayContent(new byte[1_048_577]) { Headers = { ContentType = new("application/json") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, Refresh) { Content = body, Headers = { ExpectContinue = true } };

        using var answer = await world.Gateway.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("REQUEST_TOO_LARGE", Assert.Single((await RefusalAsync(answer)).All<ErrorInfo>()).Reason);
    }

    [Fact]
    public async Task A_body_that_turns_out_to_be_too_large_is_refused()
    {
        var chunk = new string(' ', 0x80000);
        var (status, answer) = await world.Gateway.AskAsync(
            $"POST {Refresh}",
            string.Create(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n80000\r\n{chunk}\r\n80000\r\n{chunk}\r\n1\r\n \r\n0\r\n\r\n"));

        Assert.Equal(413, status);
        Assert.Contains("REQUEST_TOO_LARGE", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_takes_no_body_and_a_write_no_query()
    {
        var (get, _) = await world.Gateway.AskAsync("GET /v1/jobs", "Content-Length: 2\r\n\r\n{}");
        using var post = await PostAsync($"{Refresh}?validate_only=true", "{}");

        Assert.Equal(400, get);
        Assert.Contains("validate_only: is in the query", (await RefusalAsync(post)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_in_the_path_may_be_repeated_in_the_body_and_not_contradicted()
    {
        using var same = await PostAsync("/v1/jobs/nobody:cancel", "{\"jobId\":\"nobody\"}");
        using var other = await PostAsync("/v1/jobs/nobody:cancel", "{\"job_id\":\"other\"}");

        Assert.Equal(HttpStatusCode.NotFound, same.StatusCode);
        Assert.Equal("job_id: stands in the path with another value; leave it out of the body", (await RefusalAsync(other)).Message);
    }

    private Task<HttpResponseMessage> PostAsync(string path, string body) =>
        world.Gateway.Http.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));

    private static async Task<V1.Rpc.Status> RefusalAsync(HttpResponseMessage answer) =>
        JsonDoor.RefusalOf(await answer.Content.ReadAsStringAsync(), (int)answer.StatusCode);
}
