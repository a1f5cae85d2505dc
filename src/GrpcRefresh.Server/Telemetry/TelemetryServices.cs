using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Telemetry;

internal static class TelemetryServices
{
    /// <summary>Before all other rooms: what they measure while they start is sent as well, and what they measure while they stop.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>();
        services.AddOptions<TelemetryOptions>().Bind(configuration.GetSection(TelemetryOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<TelemetryExport>();
        // The slim host sets its own format of the log over the one that is configured.
        services.PostConfigure<ConsoleLoggerOptions>(console => console.FormatterName = configuration["Logging:Console:FormatterName"] ?? console.FormatterName);
        return services.AddMeasures();
    }

    /// <summary>What a room measures with, whether or not anybody listens. Each room that measures asks for it.</summary>
    public static IServiceCollection AddMeasures(this IServiceCollection services)
    {
        services.TryAddSingleton<ServiceMeter>();
        services.TryAddSingleton<RpcMeasures>();
        services.TryAddSingleton<JobMeasures>();
        services.TryAddSingleton<TableauMeasures>();
        services.TryAddSingleton<RotationMeasures>();
        services.TryAddSingleton<CatalogMeasures>();
        services.TryAddSingleton<OutcomeMeasures>();
        services.TryAddSingleton<StorageMeasures>();
        return services;
    }
}
