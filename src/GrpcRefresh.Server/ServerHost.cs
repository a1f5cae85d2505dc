using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Refresh;
using GrpcRefresh.Server.Rpc;
using GrpcRefresh.Server.Storage;
using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server;

/// <summary>Composes the service. The server binary, the demo and the tests all start it from here.</summary>
public static class ServerHost
{
    /// <summary>Builds the service from its command line, environment and settings files, ready to run.</summary>
    /// <param name="args">Settings as <c>--GrpcRefresh:Jobs:PollMin=00:00:02</c>. Secrets do not belong here.</param>
    /// <param name="configure">Changes the host before it is built.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        configure?.Invoke(builder);
        builder.Services
            .AddStorage(builder.Configuration)
            .AddTableau(builder.Configuration)
            .AddCatalog(builder.Configuration)
            .AddJobs(builder.Configuration)
            .AddRefresh()
            .AddRpc(builder.Configuration);
        var app = builder.Build();
        app.MapRpc();
        return app;
    }
}
