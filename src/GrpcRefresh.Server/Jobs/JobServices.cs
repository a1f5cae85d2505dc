using GrpcRefresh.Server.Jobs.Engine;
using GrpcRefresh.Server.Jobs.Observation;
using GrpcRefresh.Server.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Jobs;

internal static class JobServices
{
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<JobsOptions>()
            .Bind(configuration.GetSection(JobsOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<JobsOptions>, JobsOptionsValidator>();
        services.AddMeasures();
        services.AddSingleton<JobFeed>();
        services.AddSingleton<JobStore>();
        services.AddSingleton<JobReader>();
        services.AddSingleton<WatcherLimit>();
        services.AddSingleton<WakeUpCalls>();
        services.AddSingleton<JobWatch>();
        services.AddSingleton<SiteWakes>();
        services.AddSingleton<LaneHolds>();
        services.AddSingleton<PollAges>();
        // Whoever writes outcomes says how many; in whichever order the two are added.
        services.TryAddSingleton(new UnloggedJobs(0));
        services.AddHostedService<JobObserver>();
        services.AddHostedService<SiteTrackers>();
        services.AddHostedService<Janitor>();
        return services;
    }
}
