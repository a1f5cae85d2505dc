using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Callers;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Gateway;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Listening;
using GrpcRefresh.Server.Outcomes;
using GrpcRefresh.Server.Refresh;
using GrpcRefresh.Server.Rotation;
using GrpcRefresh.Server.Rpc;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.Server.Storage;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.Server.Webhooks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server;

/// <summary>Composes the service. The server binary, the demo and the tests all start it from here.</summary>
public static class ServerHost
{
    /// <summary>Builds the service from its command line, environment and settings files, ready to run.</summary>
    /// <param name="args">Settings as <c>--GrpcRefresh:Jobs:PollMin=00:00:02</c>. Secrets do not belong here.</param>
    /// <param name="configure">Changes the host before it is built.</param>
    /// <exception cref="OptionsValidationException">The configuration is wrong; each failure names a key and the remedy.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.WebHost.UseKestrelHttpsConfiguration();
        configure?.Invoke(builder);
        builder.Services.AddSingleton(typeof(IOptionsFactory<>), typeof(TellingOptionsFactory<>));
        builder.Services
            .AddTelemetry(builder.Configuration)
            .AddStorage(builder.Configuration)
            .AddAudit()
            .AddTableau(builder.Configuration)
            .AddSnowflake(builder.Configuration)
            .AddCatalog(builder.Configuration)
            .AddJobs(builder.Configuration)
            .AddRefresh()
            .AddRotation(builder.Configuration)
            .AddOutcomes(builder.Configuration)
            .AddCallers(builder.Configuration)
            .AddRpc(builder.Configuration)
            .AddGateway(builder.Configuration)
            .AddWebhooks(builder.Configuration);
        var app = builder.Build();
        Check(app.Services);
        app.UseListening();
        app.UseWebhooks();
        app.UseGateway();
        app.UseRpc();
        app.MapRpc();
        return app;
    }

    /// <summary>Before anything reads its options, so that the mistakes of all sections are told together.</summary>
    private static void Check(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (AggregateException e)
        {
            var mistakes = e.InnerExceptions.Cast<OptionsValidationException>().SelectMany(mistake => mistake.Failures);
            throw new OptionsValidationException("GrpcRefresh", typeof(object), mistakes);
        }
    }
}
