using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Telemetry;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Outcomes;

internal static class OutcomeServices
{
    /// <summary>After the jobs, and the Snowflake account that they are told to.</summary>
    public static IServiceCollection AddOutcomes(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OutcomeOptions>().Bind(configuration.GetSection(OutcomeOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<OutcomeOptions>>(new OutcomeOptionsValidator(configuration));
        services.AddMeasures();
        services.AddSingleton(provider => new UnloggedJobs(provider.GetRequiredService<IOptions<OutcomeOptions>>().Value is { Enabled: true } on ? on.MaxKept : 0));
        services.AddSingleton<OutcomeOutbox>();
        services.AddHostedService<OutcomeWriter>();
        return services;
    }
}
