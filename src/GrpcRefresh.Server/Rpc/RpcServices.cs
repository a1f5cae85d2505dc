using Grpc.Health.V1;
using GrpcRefresh.Server.Listening;
using GrpcRefresh.Server.Rpc.Access;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.Server.Rpc.Health;
using GrpcRefresh.Server.Rpc.Observation;
using GrpcRefresh.Server.Rpc.Reflection;
using GrpcRefresh.Server.Telemetry;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rpc;

/// <summary>The gRPC doors.</summary>
internal static class RpcServices
{
    public static IServiceCollection AddRpc(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddListening(configuration);
        services.AddSingleton<IValidateOptions<RpcOptions>, RpcOptionsValidator>();
        services.AddOptions<RpcOptions>().Bind(configuration.GetSection(RpcOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, RpcListener>();
        // What a connection has sent is taken in by so much at a time: each call in it holds a block of memory until its turn, and
        // thousands may be opened in one moment. Longer messages pass as several portions.
        services.Configure<SocketTransportOptions>(transport => transport.MaxReadBufferSize = 8 * 1024);
        services.AddGrpcRuntime();
        services.AddProbes();
        services.AddSingleton<PageFit>();
        services.AddSingleton<RefreshServiceRpc>();
        services.AddSingleton<JobServiceRpc>();
        services.AddSingleton<CredentialServiceRpc>();
        return services;
    }

    /// <summary>Before the routes: whatever serves them is a singleton, and a scope for each call would stay with each open watch.</summary>
    public static void UseRpc(this WebApplication app)
    {
        var doorkeeper = app.Services.GetRequiredService<RpcDoorkeeper>();
        var state = app.Services.GetRequiredService<ServingState>();
        app.Services.GetRequiredService<RpcMeasures>().ObserveServing(() => state.Now == HealthCheckResponse.Types.ServingStatus.Serving);
        app.Use((context, next) =>
        {
            context.RequestServices = app.Services;
            return doorkeeper.AnswerAsync(context, next);
        });
    }

    public static void MapRpc(this IEndpointRouteBuilder routes)
    {
        routes.MapGrpcService<RefreshServiceRpc>();
        routes.MapGrpcService<JobServiceRpc>();
        routes.MapGrpcService<CredentialServiceRpc>();
        routes.MapProbes();
    }

    /// <summary>The runtime with our errors and bounds, for whichever services are mapped on it.</summary>
    public static void AddGrpcRuntime(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new Drain(provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
        services.AddMeasures();
        services.AddSingleton<CallObserver>();
        services.AddSingleton<CallFailures>();
        services.AddSingleton<FailureInterceptor>();
        services.AddSingleton<AccessInterceptor>();
        services.AddSingleton<RpcDoorkeeper>();
        services.AddGrpc(grpc => CallInterceptors.InOrder.ForEach(interceptor => grpc.Interceptors.Add(interceptor)));
        services.AddOptions<Grpc.AspNetCore.Server.GrpcServiceOptions>().Configure<IOptions<RpcOptions>>((grpc, rpc) =>
        {
            grpc.MaxReceiveMessageSize = rpc.Value.MaxReceiveMessageSize;
            grpc.MaxSendMessageSize = rpc.Value.MaxSendMessageSize;
        });

        // The runtime would log each refusal once more. First, so that the configuration can say otherwise; and in
        // full, because a category is matched by its beginning and "Grpc" is also ours.
        services.Configure<LoggerFilterOptions>(filters =>
            filters.Rules.Insert(0, new LoggerFilterRule(null, "Grpc.AspNetCore", LogLevel.Warning, null)));

        // Two lines a request that nobody reads, for which the host would keep an activity and a scope with every open watch.
        services.Configure<LoggerFilterOptions>(filters =>
            filters.Rules.Insert(0, new LoggerFilterRule(null, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None, null)));
    }

    private static void AddProbes(this IServiceCollection services)
    {
        services.AddSingleton<ProbeStreams>();
        services.AddSingleton(provider => new ServingState(
            provider.GetRequiredService<Drain>(), provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted));
        services.AddSingleton(new ReflectionAnswers(ServedContracts.All));
        services.AddSingleton<HealthRpc>();
        services.AddSingleton<ReflectionRpc>();
    }

    private static void MapProbes(this IEndpointRouteBuilder routes)
    {
        routes.MapGrpcService<HealthRpc>();
        routes.MapGrpcService<ReflectionRpc>();
    }
}
