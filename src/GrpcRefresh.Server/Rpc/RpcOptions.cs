using System.ComponentModel.DataAnnotations;

namespace GrpcRefresh.Server.Rpc;

/// <summary>The gRPC listener and its bounds: section <c>GrpcRefresh:Rpc</c>.</summary>
internal sealed class RpcOptions
{
    public const string Section = "GrpcRefresh:Rpc";

    /// <summary>
    /// Where to listen for HTTP/2, <c>https</c> or <c>http</c>. An address that other machines can reach, for example <c>https://0.0.0.0:5400</c>, needs TLS
    /// (or <c>GrpcRefresh:Proxy:TerminatesTls</c>) and a configured caller.
    /// </summary>
    [Required]
    public string Listen { get; set; } = "http://127.0.0.1:5400";

    /// <summary>Bytes of the largest request that is read.</summary>
    [Range(64 * 1024, 64 * 1024 * 1024)]
    public int MaxReceiveMessageSize { get; set; } = 1024 * 1024;

    /// <summary>Bytes of the largest answer that is sent. The default is what most clients accept; longer pages are split.</summary>
    [Range(256 * 1024, 64 * 1024 * 1024)]
    public int MaxSendMessageSize { get; set; } = 4 * 1024 * 1024;

    /// <summary>Calls that one connection may have open. A client with more of them opens another connection or waits.</summary>
    [Range(1, 100_000)]
    public int MaxStreamsPerConnection { get; set; } = 1_000;

    /// <summary>Health watches and reflection streams that may be open at once.</summary>
    [Range(1, 100_000)]
    public int MaxProbeStreams { get; set; } = 200;

    /// <summary>A connection this long without a sign of life is pinged, so that watchers who vanished are noticed.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan KeepAlivePingDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A ping this long without an answer closes its connection.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan KeepAlivePingTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
