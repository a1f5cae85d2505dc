using GrpcRefresh.Server.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Tableau;

internal static class TableauServices
{
    /// <summary>Adds <see cref="TableauSites"/> for what the configuration names; a mistake there stops the start.</summary>
    public static IServiceCollection AddTableau(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TableauOptions>().Bind(configuration.GetSection(TableauOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TableauOptions>, TableauOptionsValidator>();
        services.AddMeasures();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TableauHandlerFactory>(TableauTransport.CreateHandler);
        services.TryAddSingleton<TableauSites>();
        return services.AddHostedService<TableauSignOut>();
    }
}
