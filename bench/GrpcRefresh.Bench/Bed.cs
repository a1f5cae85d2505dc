using System.Net;
using System.Net.Sockets;

namespace GrpcRefresh.Bench;

/// <summary>What every measurement needs: a folder of its own, free ports, the settings of a service.</summary>
internal sealed class Bed : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-bench-");

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The defaults of the product, but for addresses and the file.</summary>
    public Dictionary<string, string?> Settings(Uri tableau, string listen) => new()
    {
        ["GrpcRefresh:Rpc:Listen"] = listen,
        ["GrpcRefresh:Gateway:Listen"] = "",
        ["GrpcRefresh:Storage:Sqlite"] = Path.Combine(_folder.FullName, "grpcrefresh.db"),
        ["GrpcRefresh:Tableau:Servers:default:Url"] = tableau.ToString(),
        ["GrpcRefresh:Tableau:Servers:default:Sites:0:ContentUrl"] = "",
        ["GrpcRefresh:Tableau:Servers:default:Sites:0:Credential:PatName"] = "demo",
        ["GrpcRefresh:Tableau:Servers:default:Sites:0:Credential:PatSecret"] = "demo-secret",
        ["Logging:LogLevel:Default"] = "Warning",
    };

    public void Dispose() => _folder.Delete(recursive: true);
}
