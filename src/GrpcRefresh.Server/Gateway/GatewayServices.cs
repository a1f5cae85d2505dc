using GrpcRefresh.Server.Gateway.Calls;
using GrpcRefresh.Server.Gateway.Requests;
using GrpcRefresh.Server.Listening;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Gateway;

/// <summary>The JSON gateway.</summary>
internal static class GatewayServices
{
    public static IServiceCollection AddGateway(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddListening(configuration);
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.AddOptions<GatewayOptions>().Bind(configuration.GetSection(GatewayOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, GatewayListener>();
        services.AddCors();
        services.AddSingleton<ConnectionLimit>();
        services.AddSingleton<InterceptorChain>();
        services.AddSingleton<GatewayContracts>();
        services.AddSingleton(provider => provider.GetRequiredService<GatewayContracts>().Routes());
        services.AddSingleton<BodyReader>();
        services.AddSingleton<PromptBodies>();
        services.AddSingleton<GatewayRoutes>();
        services.AddSingleton<GatewayDoorkeeper>();
        services.AddSingleton<HealthPages>();
        services.AddSingleton<GatewayDoor>();
        return services;
    }

    /// <summary>Before the routes of gRPC: what came in by this door goes nowhere else, and what came in by another never here.</summary>
    public static void UseGateway(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value;
        if (!options.IsOn)
        {
            return;
        }

        var door = app.Services.GetRequiredService<GatewayDoor>();
        app.MapWhen(http => DoorFeature.Of(http) == Door.Gateway, gateway =>
        {
            // Whatever serves here is a singleton, and a scope for each request would stay with each open watch.
            gateway.Use((http, next) =>
            {
                http.RequestServices = app.Services;
                return next(http);
            });
            if (options.AllowedOrigins.Count > 0)
            {
                gateway.UseCors(policy => Allow(policy, options.AllowedOrigins));
            }

            gateway.Run(door.AnswerAsync);
        });
    }

    private static void Allow(CorsPolicyBuilder policy, IEnumerable<string> origins) => policy
        .WithOrigins([.. origins])
        .WithMethods("GET", "POST")
        .WithHeaders("Authorization", "Content-Type", "Last-Event-ID", RequestIds.Header)
        .WithExposedHeaders(RequestIds.Header, "Retry-After", "Allow")
        .SetPreflightMaxAge(TimeSpan.FromHours(1));
}
