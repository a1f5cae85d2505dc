using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rotation.Secrets;

internal static class RotationSecretServices
{
    /// <summary>The credentials of rotations. After the database, which must have started before its secrets are looked at.</summary>
    public static IServiceCollection AddRotationSecrets(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RotationOptions>().Bind(configuration.GetSection(RotationOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RotationOptions>, RotationOptionsValidator>();
        services.AddSingleton<CredentialResolver>();
        services.AddSingleton<SecretWiping>();
        services.AddHostedService<StoredSecretsCheck>();
        return services;
    }
}
