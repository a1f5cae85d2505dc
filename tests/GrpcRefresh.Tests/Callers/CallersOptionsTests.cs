using GrpcRefresh.Server.Callers;
using GrpcRefresh.V1;
using Microsoft.Extensions.Configuration;

namespace GrpcRefresh.Tests.Callers;

public sealed class CallersOptionsTests
{
    private const string Issuer = "GrpcRefresh:Callers:Issuers:snowflake";

    [Fact]
    public void A_whole_issuer_is_good() => Assert.Empty(Problems());

    [Theory]
    [InlineData(":Issuer is missing", "Issuer=", "KeysAddress=https://issuer.example.com/keys")]
    [InlineData(":Audience is missing", "Audience= ")]
    [InlineData(":Algorithms: 'none'", "Algorithms:0=none")]
    [InlineData(":Algorithms: 'HS256'", "Algorithms:0=RS256", "Algorithms:1=HS256")]
    [InlineData(":ClockSkew", "ClockSkew=00:06:00")]
    [InlineData(":MetadataAddress and", "MetadataAddress=https://a.example.com", "KeysAddress=https://a.example.com")]
    [InlineData(": its keys are fetched over https", "Issuer=http://issuer.example.com")]
    [InlineData(": its keys are fetched over https", "KeysAddress=http://issuer.example.com/keys")]
    [InlineData(":CaFile", "CaFile=/no/such/file.pem")]
    [InlineData(":Subjects: none", "Subjects:0:Subject", "Subjects:0:Role")]
    [InlineData(":Subjects: 'user:42' is listed", "Subjects:1:Subject=user:42", "Subjects:1:Role=Viewer")]
    [InlineData(":Subjects:0:Subject", "Subjects:0:Subject=")]
    [InlineData(":Subjects:0:Role", "Subjects:0:Role")]
    [InlineData(":Subjects:0:Role", "Subjects:0:Role=7")]
    [InlineData(":Subjects:0:Role", "Subjects:0:Role=Unspecified")]
    [InlineData(":Subjects:0:Projects", "Subjects:0:Projects:0=/A")]
    public void Half_an_issuer_does_not_start_and_the_key_is_named(string told, params string[] changes) =>
        Assert.StartsWith(Issuer + told, Assert.Single(Problems(changes)), StringComparison.Ordinal);

    [Fact]
    public void An_issuer_on_this_machine_needs_no_tls() => Assert.Empty(Problems("Issuer=http://127.0.0.1:9000"));

    [Fact]
    public void Two_names_for_one_issuer_are_a_mistake()
    {
        var options = Read();
        options.Issuers["other"] = options.Issuers["snowflake"];

        Assert.Contains("more than once", Assert.Single(new CallersOptionsValidator().Validate(null, options).Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_read_as_it_is_documented()
    {
        var issuer = Read("Algorithms:0=ES384", "Subjects:0:Role=Rotator", "Subjects:0:Sites:0=").Issuers["SNOWFLAKE"];

        Assert.Equal(["ES384"], issuer.Algorithms);
        Assert.Equal(("user:42", Role.Rotator), (issuer.Subjects[0].Subject, issuer.Subjects[0].Role));
        Assert.Equal([""], issuer.Subjects[0].Sites);
    }

    private static IEnumerable<string> Problems(params string[] changes) => new CallersOptionsValidator().Validate(null, Read(changes)).Failures ?? [];

    /// <summary>A whole issuer, with other settings written <c>key=value</c>; a key alone is taken out.</summary>
    private static CallersOptions Read(params string[] changes)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Issuer"] = "https://issuer.example.com",
            ["Audience"] = "grpcrefresh",
            ["Subjects:0:Subject"] = "user:42",
            ["Subjects:0:Role"] = "Viewer",
        };
        foreach (var change in changes.Select(change => change.Split('=', 2)))
        {
            settings.Remove(change[0]);
            if (change.Length == 2)
            {
                settings[change[0]] = change[1];
            }
        }

        var options = new CallersOptions();
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => $"{Issuer}:{setting.Key}", setting => setting.Value)).Build()
            .GetSection(CallersOptions.Section).Bind(options);
        return options;
    }
}
