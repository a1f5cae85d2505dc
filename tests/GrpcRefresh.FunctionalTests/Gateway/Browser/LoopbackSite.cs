using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GrpcRefresh.FunctionalTests.Gateway.Browser;

/// <summary>Something else than the service that listens at an address of this machine.</summary>
internal static class LoopbackSite
{
    public static async Task<WebApplication> StartAsync(Uri at, RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, at.Port, listen => listen.Protocols = HttpProtocols.Http1));
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return app;
    }
}
