using Grpc.Core;
using GrpcRefresh.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrpcRefresh.Bench;

/// <summary>The least that any service must do: the official runtime's empty call, and one POST to Tableau inside it.</summary>
internal static class Floor
{
    public static async Task<WebApplication> StartAsync(Uri tableau, string token, string site, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new Poster(tableau, token, site));
        builder.Services.AddSingleton<Service>();
        var app = builder.Build();
        app.MapGrpcService<Service>();
        await app.StartAsync();
        return app;
    }

    internal sealed class Poster(Uri tableau, string token, string site) : IDisposable
    {
        private readonly HttpClient _http = new() { BaseAddress = tableau };

        public async Task PostAsync(string luid, CancellationToken ct)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/3.27/sites/{site}/datasources/{luid}/refresh")
            {
                Content = new StringContent("<tsRequest/>"),
            };
            request.Headers.Add("X-Tableau-Auth", token);
            using var answer = await _http.SendAsync(request, ct);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync(ct);
        }

        public void Dispose() => _http.Dispose();
    }

    internal sealed class Service(Poster poster) : RefreshService.RefreshServiceBase
    {
        public override async Task<RefreshResourceResponse> RefreshResource(RefreshResourceRequest request, ServerCallContext context)
        {
            await poster.PostAsync(request.Resource.Luid, context.CancellationToken);
            return new RefreshResourceResponse();
        }
    }
}
