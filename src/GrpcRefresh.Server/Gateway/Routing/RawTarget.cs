using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GrpcRefresh.Server.Gateway.Routing;

/// <summary>What a request asks for, as it was sent: the framework's own path is decoded and has its dots resolved already.</summary>
internal sealed record RawTarget(string Path, string Query)
{
    public static RawTarget Of(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (Uri.TryCreate(target, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            // As to a proxy. The server has compared the host with the header.
            var path = target.IndexOf('/', target.IndexOf("//", StringComparison.Ordinal) + 2);
            target = path < 0 ? "/" : target[path..];
        }

        var query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? new RawTarget(target, "") : new RawTarget(target[..query], target[(query + 1)..]);
    }
}
