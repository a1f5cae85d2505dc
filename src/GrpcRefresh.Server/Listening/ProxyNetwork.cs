using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace GrpcRefresh.Server.Listening;

/// <summary>Addresses of proxies, as written in the configuration.</summary>
internal static class ProxyNetwork
{
    public static bool TryParse(string text, [NotNullWhen(true)] out IPNetwork? network)
    {
        network = IPNetwork.TryParse(text, out var range) ? range
            : IPAddress.TryParse(text, out var one) ? new IPNetwork(one, one.GetAddressBytes().Length * 8)
            : null;
        return network is not null;
    }
}
