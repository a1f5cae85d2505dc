namespace GrpcRefresh.Server.Listening;

/// <summary>What stands between the callers and this service: section <c>GrpcRefresh:Proxy</c>.</summary>
internal sealed class ProxyOptions
{
    public const string Section = "GrpcRefresh:Proxy";

    /// <summary>
    /// A proxy in front has the certificate, and what lies between it and this service is trusted: lets a listener without TLS be reached by other
    /// machines.
    /// </summary>
    public bool TerminatesTls { get; set; }

    /// <summary>
    /// The addresses of proxies, such as <c>10.0.3.7</c> or <c>10.0.3.0/24</c>. What they say in <c>X-Forwarded-For</c> and
    /// <c>X-Forwarded-Proto</c> is believed, so that callers are known by their own addresses; from others it is not. For a proxy on the same machine give <c>127.0.0.1</c>.
    /// </summary>
    public List<string> Networks { get; } = [];
}
