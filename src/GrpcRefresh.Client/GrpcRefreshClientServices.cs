using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Client;

/// <summary>Registers the client with a container.</summary>
public static class GrpcRefreshClientServices
{
    /// <summary>
    /// Adds one <see cref="GrpcRefreshClient"/>, with one channel, shared by all who ask for it and disposed with the container. A
    /// <see cref="TimeProvider"/> of the container is used where there is one.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets at least <see cref="GrpcRefreshClientOptions.Address"/>.</param>
    /// <returns>The container.</returns>
    /// <remarks>Wrong options throw an <see cref="OptionsValidationException"/> that names all mistakes when the client is first asked for.</remarks>
    public static IServiceCollection AddGrpcRefreshClient(this IServiceCollection services, Action<GrpcRefreshClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<GrpcRefreshClientOptions>().Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GrpcRefreshClientOptions>, GrpcRefreshClientOptionsValidator>());
        services.TryAddSingleton(provider => new GrpcRefreshClient(
            provider.GetRequiredService<IOptions<GrpcRefreshClientOptions>>().Value, provider.GetService<TimeProvider>()));
        return services;
    }
}
