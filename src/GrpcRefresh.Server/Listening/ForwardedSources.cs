using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Listening;

/// <summary>Believes the configured proxies, and nobody else, about whom they speak for.</summary>
/// <remarks>After everything, because the framework has a variable of its environment that makes it believe everybody.</remarks>
internal sealed class ForwardedSources(IOptions<ProxyOptions> options) : IPostConfigureOptions<ForwardedHeadersOptions>
{
    public void PostConfigure(string? name, ForwardedHeadersOptions forwarded)
    {
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var text in options.Value.Networks)
        {
            if (ProxyNetwork.TryParse(text, out var network))
            {
                forwarded.KnownIPNetworks.Add(network.Value);
            }
        }

        forwarded.ForwardedHeaders = forwarded.KnownIPNetworks.Count > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto : ForwardedHeaders.None;
        // From the nearest on, as far as they are known; the first that is not is the caller.
        forwarded.ForwardLimit = null;
    }
}
