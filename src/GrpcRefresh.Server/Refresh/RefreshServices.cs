namespace GrpcRefresh.Server.Refresh;

internal static class RefreshServices
{
    public static IServiceCollection AddRefresh(this IServiceCollection services) => services.AddSingleton<RefreshDesk>();
}
