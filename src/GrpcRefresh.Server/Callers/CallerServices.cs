using System.Security.Cryptography;
using GrpcRefresh.Server.Callers.Keys;
using GrpcRefresh.Server.Listening;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GrpcRefresh.Server.Callers;

/// <summary>Who may call.</summary>
internal static class CallerServices
{
    /// <summary>Adds the callers. Their keys are kept in the database, so that must be added too.</summary>
    public static IServiceCollection AddCallers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CallersOptions>().Bind(configuration.GetSection(CallersOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IKnownCallers>(new KnownCallers(configuration));
        services.AddSingleton<ApiKeyStore>();
        services.AddSingleton<HashComparison>(CryptographicOperations.FixedTimeEquals);
        services.AddSingleton<ApiKeyCheck>();
        services.AddSingleton<CredentialCheck>();
        services.AddSingleton<ConfiguredCallers>();
        services.AddSingleton<StrangerBrake>();
        services.AddSingleton<CallerRates>();
        services.AddSingleton<CallerAuthenticator>();
        return services;
    }
}
