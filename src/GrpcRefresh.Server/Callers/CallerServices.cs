using System.Security.Cryptography;
using GrpcRefresh.Server.Callers.Issuers;
using GrpcRefresh.Server.Callers.Keys;
using GrpcRefresh.Server.Callers.Open;
using GrpcRefresh.Server.Listening;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Callers;

/// <summary>Who may call.</summary>
internal static class CallerServices
{
    /// <summary>Adds the callers. Their keys are kept in the database, so that must be added too.</summary>
    public static IServiceCollection AddCallers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CallersOptions>().Bind(configuration.GetSection(CallersOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<CallersOptions>, CallersOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IKnownCallers>(new KnownCallers(configuration));
        services.AddSingleton<ApiKeyStore>();
        services.AddSingleton<HashComparison>(CryptographicOperations.FixedTimeEquals);
        services.AddSingleton<ApiKeyCheck>();
        services.AddSingleton<TokenCheck>();
        services.AddSingleton<CredentialCheck>();
        services.AddSingleton<ConfiguredCallers>();
        services.AddSingleton<StrangerBrake>();
        services.AddSingleton<CallerRates>();
        services.AddSingleton<CallerAuthenticator>();
        services.AddSingleton<OpenCalls>();
        services.AddHostedService<CredentialSweep>();
        return services;
    }
}
