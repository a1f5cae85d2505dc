using GrpcRefresh.Server.Telemetry;

namespace GrpcRefresh.Tests.Telemetry;

public sealed class TelemetryOptionsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("collector:4317", "grpc", "OtlpEndpoint is no address")]
    [InlineData("ftp://collector", "grpc", "OtlpEndpoint is no address")]
    [InlineData("http://key:secret@collector:4317", "grpc", "OtlpEndpoint is no address")]
    [InlineData("http://collector:4317", "http/json", "Protocol (http/json) is not known")]
    public void A_mistake_is_named_with_its_key(string endpoint, string protocol, string problem) => Assert.Contains(
        $"GrpcRefresh:Telemetry:{problem}", Assert.Single(Problems(new TelemetryOptions { OtlpEndpoint = endpoint, Protocol = protocol })), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("api-key: a\nsecret-without-a-name\n", "has a line 2 that is no header")]
    [InlineData("api-key: a,b", "has a line 1 that is no header")]
    [InlineData("api key: a", "has a line 1 that is no header")]
    [InlineData("api-key:", "has a line 1 that is no header")]
    public void A_file_of_headers_that_cannot_be_used_is_refused_without_its_content(string content, string problem)
    {
        File.WriteAllText(_file, content);

        var told = Assert.Single(Problems(new TelemetryOptions { HeadersFile = _file }));

        Assert.StartsWith($"GrpcRefresh:Telemetry:HeadersFile {problem}", told, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-without-a-name", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused() => Assert.Contains(
        "cannot be read", Assert.Single(Problems(new TelemetryOptions { HeadersFile = $"{_file}.gone" })), StringComparison.Ordinal);

    [Fact]
    public void Headers_are_handed_on_escaped_and_print_nothing()
    {
        File.WriteAllText(_file, "api-key: 100%=\n\nx-scope : one two\r\n");

        Assert.Empty(Problems(new TelemetryOptions { HeadersFile = _file, OtlpEndpoint = "https://collector/otlp", Protocol = "http/protobuf" }));
        Assert.Equal("api-key=100%25%3D,x-scope=one%20two", OtlpHeaders.Read(_file).Reveal());
        Assert.Equal("***", $"{OtlpHeaders.Read(_file)}");
    }

    [Fact]
    public void Nothing_set_is_fine() => Assert.Empty(Problems(new TelemetryOptions()));

    private static IEnumerable<string> Problems(TelemetryOptions options) => new TelemetryOptionsValidator().Validate(null, options).Failures ?? [];
}
