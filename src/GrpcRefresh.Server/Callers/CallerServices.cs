using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GrpcRefresh.Server.Callers;

/// <summary>Who may call.</summary>
internal static class CallerServices
{
    public static IServiceCollection AddCallers(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<CallerAuthenticator>();
        return services;
    }
}
