using GrpcRefresh.Server.Rpc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrpcRefresh.Tests.Rpc;

public sealed class RpcServicesTests
{
    private const string Runtime = "Grpc.AspNetCore.Server.ServerCallHandler";

    [Fact]
    public void The_runtime_does_not_log_our_refusals_once_more_and_we_are_heard()
    {
        Assert.False(IsLogged(Runtime));
        Assert.True(IsLogged("GrpcRefresh.Server.Rpc.Errors.CallFailures"));
    }

    [Fact]
    public void The_configuration_can_make_the_runtime_speak() =>
        Assert.True(IsLogged(Runtime, ($"Logging:LogLevel:{Runtime}", "Information")));

    [Fact]
    public void Calls_have_no_scope_because_nothing_that_serves_them_needs_one()
    {
        var services = new ServiceCollection();
        services.AddRpc(new ConfigurationBuilder().Build());

        Assert.DoesNotContain(services, service =>
            service.Lifetime != ServiceLifetime.Singleton && service.ServiceType.Assembly == typeof(RpcServices).Assembly);
    }

    private static bool IsLogged(string category, params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => setting.Value)).Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddConfiguration(configuration.GetSection("Logging")).AddProvider(new Listener()));
        services.AddGrpcRuntime();
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<ILoggerFactory>().CreateLogger(category).IsEnabled(LogLevel.Information);
    }

    private sealed class Listener : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new ListLogger<Listener>();

        public void Dispose()
        {
        }
    }
}
