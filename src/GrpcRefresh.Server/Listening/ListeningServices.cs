using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Listening;

/// <summary>What all listeners share: the certificate, the proxies in front, and the rules.</summary>
internal static class ListeningServices
{
    /// <summary>For every room that opens a listener; only the first call adds anything.</summary>
    public static IServiceCollection AddListening(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(service => service.ServiceType == typeof(ListenRules)))
        {
            return services;
        }

        services.AddOptions<TlsOptions>().Bind(configuration.GetSection(TlsOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TlsOptions>>(new TlsOptionsValidator(configuration));
        services.AddOptions<ProxyOptions>().Bind(configuration.GetSection(ProxyOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProxyOptions>, ProxyOptionsValidator>();
        services.AddSingleton<IValidateOptions<ProxyOptions>>(new UnreadSettings<ProxyOptions>(configuration.GetSection(ProxyOptions.Section)));
        services.AddSingleton<IPostConfigureOptions<ForwardedHeadersOptions>, ForwardedSources>();
        // The framework's own keys could open a listener past our rules and doors.
        services.Configure<KestrelServerOptions>(server => server.Configure());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ListenRules>();
        services.AddSingleton<CertificateSource>();
        services.AddHostedService<CertificateWatch>();
        services.AddHostedService<OpenDoorWarning>();
        return services;
    }

    /// <summary>Before everything that asks where a call comes from.</summary>
    public static void UseListening(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value.Networks.Count > 0)
        {
            app.UseForwardedHeaders();
        }
    }
}
