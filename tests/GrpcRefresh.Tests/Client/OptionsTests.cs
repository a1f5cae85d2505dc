using GrpcRefresh.Client;
using GrpcRefresh.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Client;

public sealed class OptionsTests
{
    public static TheoryData<string?> BadAddresses => [null, "127.0.0.1:5400", "ftp://127.0.0.1", "http://127.0.0.1/api", "http://me@127.0.0.1", "http://127.0.0.1/?a"];

    [Theory]
    [MemberData(nameof(BadAddresses))]
    public void A_bad_address_is_refused(string? address)
    {
        var options = new GrpcRefreshClientOptions { Address = address is null ? null : new Uri(address, UriKind.RelativeOrAbsolute) };

        var refused = Assert.Throws<OptionsValidationException>(() => new GrpcRefreshClient(options));

        Assert.StartsWith("Address ", Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_mistake_is_named_at_once()
    {
        using var provider = Container(options =>
        {
            options.Credential = "two words";
            options.CredentialFile = "/run/secrets/key";
            options.CallTimeout = TimeSpan.Zero;
            options.InventoryTimeout = TimeSpan.Zero;
            options.MaxAttempts = 0;
            options.RetryTimeLimit = TimeSpan.FromSeconds(-1);
            options.ReconnectTimeLimit = TimeSpan.FromSeconds(-2);
            options.WatchHeartbeat = TimeSpan.FromMinutes(2);
            options.MaxPause = TimeSpan.Zero;
            options.KeepAlivePingDelay = TimeSpan.Zero;
        });

        var refused = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<GrpcRefreshClient>);

        string[] wrong = ["Address", "Credential", "Credential", "CallTimeout", "InventoryTimeout", "MaxAttempts", "RetryTimeLimit", "ReconnectTimeLimit", "WatchHeartbeat", "MaxPause", "KeepAlivePingDelay"];
        Assert.Equal(wrong, refused.Failures.Select(mistake => mistake.Split(' ')[0]));
    }

    [Fact]
    public void The_options_are_those_that_the_documentation_promises()
    {
        var defaults = new GrpcRefreshClientOptions();

        Assert.Equal((60, 5, 30), (defaults.CallTimeout.TotalSeconds, defaults.MaxAttempts, defaults.RetryTimeLimit.TotalSeconds));
        Assert.Equal((15, 10, 20), (defaults.WatchHeartbeat.TotalSeconds, defaults.MaxPause.TotalSeconds, defaults.KeepAlivePingDelay.TotalSeconds));
        Assert.Equal((10, Timeout.InfiniteTimeSpan), (defaults.InventoryTimeout.TotalMinutes, defaults.ReconnectTimeLimit));
    }

    [Fact]
    public async Task One_client_is_shared_and_closed_with_its_container()
    {
        var provider = Container(options => options.Address = new Uri("http://127.0.0.1:1"));
        var client = provider.GetRequiredService<GrpcRefreshClient>();
        Assert.Same(client, provider.GetRequiredService<GrpcRefreshClient>());

        await provider.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.GetAsync("job-1"));
    }

    [Fact]
    public void The_channel_can_be_changed_before_it_is_made()
    {
        var asked = 0;
        using var client = new GrpcRefreshClient(new GrpcRefreshClientOptions
        {
            Address = new Uri("http://127.0.0.1:1"),
            ConfigureChannel = channel => asked += channel.HttpHandler is SocketsHttpHandler ? 1 : 0,
        });

        Assert.Equal(1, asked);
    }

    private static ServiceProvider Container(Action<GrpcRefreshClientOptions> configure) =>
        new ServiceCollection().AddSingleton<TimeProvider>(new ManualTimeProvider()).AddGrpcRefreshClient(configure).BuildServiceProvider();
}
