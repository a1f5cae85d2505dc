using System.Net;
using System.Net.Sockets;

namespace GrpcRefresh.FunctionalTests.Infrastructure;

/// <summary>Ports to listen on, from below those that the system gives to outgoing connections, which would snatch them.</summary>
internal static class Ports
{
    private const int First = 12_000;
    private const int Count = 20_000;

    // Two runs on one machine begin at different places.
    private static int _next = Random.Shared.Next(Count);

    public static int Free()
    {
        while (true)
        {
            var port = First + ((Interlocked.Increment(ref _next) & int.MaxValue) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Somebody else's.
            }
        }
    }
}
