using System.Net;
using System.Net.Sockets;

namespace GrpcRefresh.Server.Callers;

/// <summary>Where a call came from.</summary>
internal static class SourceNetwork
{
    private const int NetworkBytes = 8;

    /// <summary>The address as people write it: an IPv4 address that came in by an IPv6 socket is one of IPv4.</summary>
    public static IPAddress Address(IPAddress? source) =>
        source is null ? IPAddress.None : source.IsIPv4MappedToIPv6 ? source.MapToIPv4() : source;

    /// <summary>What is counted as one source. Of IPv6 anybody has a network of 64 bits to choose addresses from.</summary>
    public static IPAddress Of(IPAddress? source)
    {
        var address = Address(source);
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
