using GrpcRefresh.Server.Rotation.Planning;
using GrpcRefresh.Server.Rotation.Run;

namespace GrpcRefresh.Server.Rotation;

internal static class RotationServices
{
    public static IServiceCollection AddRotation(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RotationOptions>()
            .Bind(configuration.GetSection(RotationOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<CanaryHealth>();
        services.AddSingleton<CanaryChoice>();
        services.AddSingleton<RotationPlanner>();
        services.AddSingleton<RotationStore>();
        services.AddSingleton<RotationDesk>();
        services.AddHostedService<RotationRunners>();
        return services;
    }
}
