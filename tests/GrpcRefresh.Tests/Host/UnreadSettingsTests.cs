using System.Text;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Callers;
using GrpcRefresh.Server.Listening;
using Microsoft.Extensions.Configuration;

namespace GrpcRefresh.Tests.Host;

public sealed class UnreadSettingsTests
{
    [Theory]
    [InlineData("""{ "Subject": "a", "Role": "Viewer", "Sites": ["marketing", ""], "projects": ["A/B"], "Servers": ["default"] }""")]
    [InlineData("""{ "Subject": "a", "Role": "Viewer" }""")]
    public void What_is_read_is_good(string subject) => Assert.Empty(OfSubject(subject));

    [Theory]
    [InlineData("""{ "Sites": "marketing" }""", "Subjects:0:Sites is one value or empty, and must be a list: write GrpcRefresh:Callers:Issuers:snowflake:Subjects:0:Sites:0")]
    [InlineData("""{ "Sites": "" }""", "Subjects:0:Sites is one value or empty")]
    [InlineData("""{ "Projects": [] }""", "Subjects:0:Projects is one value or empty")]
    [InlineData("""{ "Servers": [["a"]] }""", "Subjects:0:Servers:0 is a list or a section, and must be one value")]
    [InlineData("""{ "Servers": [null] }""", "Subjects:0:Servers:0 is null")]
    [InlineData("""{ "Site": ["marketing"] }""", "Subjects:0:Site is no setting. Correct or remove it; here are Subject, Name, Role, Servers, Sites, Projects.")]
    [InlineData("\"user:42\"", "Subjects:0 is one value, and must be a section")]
    public void What_would_leave_a_scope_empty_is_told_with_its_key(string subject, string told) =>
        Assert.StartsWith("GrpcRefresh:Callers:Issuers:snowflake:" + told, Assert.Single(OfSubject(subject)), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "Callers": { "Issuers": { "snowflake": { "Algorithms": "RS256" } } } }""", "Callers:Issuers:snowflake:Algorithms is one value")]
    [InlineData("""{ "Callers": { "Issuers": { "snowflake": { "Audiences": ["a"] } } } }""", "Callers:Issuers:snowflake:Audiences is no setting")]
    [InlineData("""{ "Callers": { "RequestPerSecond": 1 } }""", "Callers:RequestPerSecond is no setting")]
    [InlineData("""{ "Proxy": { "Networks": "10.0.0.1" } }""", "Proxy:Networks is one value")]
    [InlineData("""{ "Proxy": { "Network": ["10.0.0.1"] } }""", "Proxy:Network is no setting")]
    public void So_is_what_else_would_not_be_read(string settings, string told) =>
        Assert.StartsWith("GrpcRefresh:" + told, Assert.Single(Problems(settings)), StringComparison.Ordinal);

    [Fact]
    public void A_scope_without_its_number_in_the_environment_is_told() => Assert.Contains(
        "Sites is one value",
        Assert.Single(Problems(new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["GrpcRefresh:Callers:Issuers:snowflake:Subjects:0:Sites"] = "marketing" }).Build())),
        StringComparison.Ordinal);

    private static IEnumerable<string> OfSubject(string subject) =>
        Problems($$"""{ "Callers": { "Issuers": { "snowflake": { "Audience": "a", "Subjects": [{{subject}}] } } } }""");

    private static IEnumerable<string> Problems(string settings) =>
        Problems(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "GrpcRefresh": {{settings}} }"""))).Build());

    private static IEnumerable<string> Problems(IConfiguration configuration) =>
    [
        .. new UnreadSettings<CallersOptions>(configuration.GetSection(CallersOptions.Section)).Validate(null, new CallersOptions()).Failures ?? [],
        .. new UnreadSettings<ProxyOptions>(configuration.GetSection(ProxyOptions.Section)).Validate(null, new ProxyOptions()).Failures ?? [],
    ];
}
