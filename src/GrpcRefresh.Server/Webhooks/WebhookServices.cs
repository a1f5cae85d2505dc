using GrpcRefresh.Server.Listening;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Webhooks;

/// <summary>The door for Tableau's webhooks, if one is configured.</summary>
internal static class WebhookServices
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddListening(configuration);
        services.AddOptions<WebhookOptions>().Bind(configuration.GetSection(WebhookOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, WebhookListener>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<WebhookIntake>();
        services.AddSingleton<WebhookDoor>();
        if (configuration.GetSection(WebhookOptions.Section).Get<WebhookOptions>()?.IsOn == true)
        {
            // The host would log each request with its path, which is a secret here. Last, so that no setting undoes it.
            services.PostConfigure<LoggerFilterOptions>(filters =>
                filters.Rules.Add(new LoggerFilterRule(null, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning, null)));
        }

        return services;
    }

    /// <summary>Before the routes: what came in by this door goes nowhere else, and what came in by another never here.</summary>
    public static void UseWebhooks(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<WebhookOptions>>().Value.IsOn)
        {
            return;
        }

        var door = app.Services.GetRequiredService<WebhookDoor>();
        app.Use((context, next) => DoorFeature.Of(context) == Door.Webhooks ? door.AnswerAsync(context) : next(context));
    }
}
