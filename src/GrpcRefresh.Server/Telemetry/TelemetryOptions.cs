using System.ComponentModel.DataAnnotations;

namespace GrpcRefresh.Server.Telemetry;

/// <summary>
/// Where metrics and traces are sent. The variables <c>OTEL_EXPORTER_OTLP_*</c>, <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> of
/// OpenTelemetry work as well; what is set here wins.
/// </summary>
internal sealed class TelemetryOptions
{
    public const string Section = "GrpcRefresh:Telemetry";

    public const string Grpc = "grpc";
    public const string Http = "http/protobuf";

    /// <summary>
    /// The collector's OTLP address, as in <c>http://127.0.0.1:4317</c>; with <c>http/protobuf</c> the address below which <c>/v1/metrics</c> and <c>/v1/traces</c> are.
    /// Empty, and without the variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, nothing is sent.
    /// </summary>
    public string? OtlpEndpoint { get; set; }

    /// <summary><c>grpc</c> or <c>http/protobuf</c>. Empty: <c>OTEL_EXPORTER_OTLP_PROTOCOL</c>, or <c>grpc</c>.</summary>
    public string? Protocol { get; set; }

    /// <summary>How often metrics are sent.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A file of headers that the collector wants, such as an API key: one <c>name: value</c> a line. Read at start.</summary>
    public string? HeadersFile { get; set; }

    /// <summary>The share of traces that is sent, of those that begin here; what a caller's trace context says about sampling is respected.</summary>
    [Range(0.0, 1.0)]
    public double TraceSampling { get; set; } = 1;

    /// <summary>What the service is called there. Empty: <c>OTEL_SERVICE_NAME</c>, or <c>grpcrefresh</c>.</summary>
    public string? ServiceName { get; set; }

    /// <summary>What else is said of this service with everything sent, as in <c>deployment.environment.name</c>.</summary>
    public Dictionary<string, string> ResourceAttributes { get; } = [];
}
