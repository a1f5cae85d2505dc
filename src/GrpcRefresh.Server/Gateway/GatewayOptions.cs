using System.ComponentModel.DataAnnotations;

namespace GrpcRefresh.Server.Gateway;

/// <summary>The JSON gateway and its bounds: section <c>GrpcRefresh:Gateway</c>.</summary>
internal sealed class GatewayOptions
{
    public const string Section = "GrpcRefresh:Gateway";

    /// <summary>Where to listen, HTTP/1.1, and HTTP/2 as well with <c>https</c>; empty turns the gateway off. What other machines can reach needs TLS and a configured caller.</summary>
    public string Listen { get; set; } = "http://127.0.0.1:5480";

    /// <summary>The origins whose web pages may call, such as <c>https://status.example.com</c>. Pages of all others cannot read an answer, nor start anything.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>Requests that may be answered at once; each open watch is one.</summary>
    [Range(1, 1_000_000)]
    public int MaxConcurrentRequests { get; set; } = 10_000;

    /// <summary>Connections that may be open at once. One too many is closed without an answer, so this is more than <see cref="MaxConcurrentRequests"/>.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 12_000;

    /// <summary>Bytes of the longest request line: the path with its parameters. A longer one is answered 414 and nothing else.</summary>
    [Range(1_024, 1024 * 1024)]
    public int MaxRequestLineSize { get; set; } = 16 * 1024;

    /// <summary>Bytes of all headers of a request. Larger ones are answered 431 and nothing else.</summary>
    [Range(1_024, 1024 * 1024)]
    public int MaxRequestHeadersSize { get; set; } = 32 * 1024;

    /// <summary>How long the headers of a request may take to come in.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RequestHeadersTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the body of a request may take to come in. A slower one is answered 408, as is one below 1,000 bytes a second.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RequestBodyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    internal bool IsOn => !string.IsNullOrEmpty(Listen);
}
