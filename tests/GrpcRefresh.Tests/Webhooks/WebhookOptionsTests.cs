using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Webhooks;
using GrpcRefresh.Tests.Listening;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrpcRefresh.Tests.Webhooks;

public sealed class WebhookOptionsTests
{
    private const string Random = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData(null, null)]
    [InlineData("http://127.0.0.1:5481", "/tableau/" + Random)]
    [InlineData("http://[::1]:5481", "/" + Random + "/hook")]
    public void Both_keys_or_neither(string? listen, string? path) => Assert.Empty(Problems(listen, path));

    [Theory]
    [InlineData("http://127.0.0.1:5481", null, "Webhooks:Path is missing")]
    [InlineData(null, "/tableau/" + Random, "Webhooks:Listen is missing")]
    [InlineData("https://127.0.0.1:5481", "/" + Random, "Tls:CertificateFile is missing")]
    [InlineData("http://0.0.0.0:5481", "/" + Random, "other machines can reach without TLS")]
    [InlineData("http://127.0.0.1:5481/hook", "/" + Random, "Webhooks:Listen is not an address")]
    [InlineData("http://127.0.0.1:5481", "/tableau", "Webhooks:Path can be guessed")]
    [InlineData("http://127.0.0.1:5481", Random, "Webhooks:Path can be guessed")]
    [InlineData("http://127.0.0.1:5481", "/" + Random + "?", "Webhooks:Path can be guessed")]
    public void Half_a_configuration_or_a_path_that_can_be_guessed_does_not_start(string? listen, string? path, string problem)
    {
        var told = Assert.Single(Problems(listen, path));

        Assert.Contains(problem, told, StringComparison.Ordinal);
        Assert.DoesNotContain(Random, told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("http://127.0.0.1:5481", false)]
    public void With_webhooks_the_host_does_not_log_paths(string? listen, bool logs)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["GrpcRefresh:Webhooks:Listen"] = listen }).Build();
        using var log = new Tableau.RecordingLog();
        using var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(log)).AddWebhooks(configuration).BuildServiceProvider();

        Assert.Equal(logs, services.GetRequiredService<ILoggerFactory>().CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics").IsEnabled(LogLevel.Information));
    }

    private static IReadOnlyList<string> Problems(string? listen, string? path) =>
        [.. new WebhookOptionsValidator(TheListeners.Rules()).Validate(null, new WebhookOptions { Listen = listen, Path = path is null ? null : new Secret(path) }).Failures ?? []];
}
