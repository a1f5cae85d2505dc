using GrpcRefresh.Server.Rotation.Planning;
using GrpcRefresh.Server.Rotation.Run;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Telemetry;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rotation;

internal static class RotationServices
{
    /// <summary>After the database, which must have started before its secrets are looked at.</summary>
    public static IServiceCollection AddRotation(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RotationOptions>()
            .Bind(configuration.GetSection(RotationOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<RotationOptions>, RotationOptionsValidator>();
        services.AddSingleton<CredentialResolver>();
        services.AddMeasures();
        services.AddSingleton<StoredSecrets>();
        services.AddSingleton<SecretWiping>();
        services.AddHostedService<StoredSecretsCheck>();
        services.AddSingleton<ISnowflakeTokens, SnowflakeTokens>();
        services.AddSingleton<CanaryHealth>();
        services.AddSingleton<CanaryChoice>();
        services.AddSingleton<TokenSurveys>();
        services.AddSingleton<RotationPlanner>();
        services.AddSingleton<RotationStore>();
        services.AddSingleton<RotationDesk>();
        services.AddHostedService<RotationRunners>();
        return services;
    }
}
