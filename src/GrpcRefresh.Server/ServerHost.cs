namespace GrpcRefresh.Server;

/// <summary>Composes the service. The server binary, the demo and the tests all start it from here.</summary>
public static class ServerHost
{
    /// <summary>Builds the service from its command line and configuration, ready to run.</summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        configure?.Invoke(builder);
        return builder.Build();
    }
}
