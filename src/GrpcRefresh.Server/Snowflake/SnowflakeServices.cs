using GrpcRefresh.Server.Snowflake.Driver;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Snowflake;

internal static class SnowflakeServices
{
    /// <summary>Adds the <see cref="SnowflakeNeighbour"/>, which is there and empty when nothing is configured; a mistake stops the start.</summary>
    public static IServiceCollection AddSnowflake(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SnowflakeOptions>().Bind(configuration.GetSection(SnowflakeOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SnowflakeOptions>, SnowflakeOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SnowflakeHandlerFactory>(SnowflakeTransport.CreateHandler);
        if (OfficialDriver.Factory is { } driver)
        {
            services.TryAddSingleton(driver);
        }

        services.TryAddSingleton<SnowflakeNeighbour>();
        return services;
    }
}
