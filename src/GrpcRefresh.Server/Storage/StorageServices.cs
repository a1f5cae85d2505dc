using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Telemetry;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Storage;

internal static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddMeasures();
        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton(provider => new SecretVault(provider.GetRequiredService<IOptions<StorageOptions>>().Value.KeyRingFolder));
        services.AddHostedService(provider => provider.GetRequiredService<SqliteDatabase>());
        return services;
    }
}
