using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;

namespace GrpcRefresh.Server.Telemetry;

/// <summary>Where and as whom to send: the options over what the variables of OpenTelemetry say.</summary>
internal sealed class Otlp(TelemetryOptions options)
{
    private static readonly string[] Endpoints =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

    public bool IsOn => !string.IsNullOrEmpty(options.OtlpEndpoint) || Endpoints.Any(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)));

    /// <param name="path">Where the signal goes below the address, over HTTP.</param>
    public void Configure(OtlpExporterOptions exporter, string path)
    {
        exporter.Protocol = options.Protocol switch
        {
            TelemetryOptions.Http => OtlpExportProtocol.HttpProtobuf,
            TelemetryOptions.Grpc => OtlpExportProtocol.Grpc,
            // The variable, or what the library takes without it.
            _ => exporter.Protocol,
        };
        if (!string.IsNullOrEmpty(options.OtlpEndpoint))
        {
            // An address set in code is used as it stands.
            exporter.Endpoint = exporter.Protocol == OtlpExportProtocol.HttpProtobuf
                ? new Uri($"{options.OtlpEndpoint.TrimEnd('/')}{path}")
                : new Uri(options.OtlpEndpoint);
        }

        if (!string.IsNullOrEmpty(options.HeadersFile))
        {
            var headers = OtlpHeaders.Read(options.HeadersFile).Reveal();
            exporter.Headers = string.IsNullOrEmpty(exporter.Headers) ? headers : $"{exporter.Headers},{headers}";
        }
    }

    /// <summary>What is added later wins.</summary>
    public void Describe(ResourceBuilder resource)
    {
        var version = typeof(Otlp).Assembly.GetName().Version?.ToString(3);
        // By the machine, because a new id at each start would make a new series of everything.
        resource.Clear().AddTelemetrySdk()
            .AddService("grpcrefresh", serviceVersion: version, autoGenerateServiceInstanceId: false, serviceInstanceId: Environment.MachineName)
            .AddEnvironmentVariableDetector()
            .AddAttributes(options.ResourceAttributes.Select(attribute => new KeyValuePair<string, object>(attribute.Key, attribute.Value)));
        if (!string.IsNullOrEmpty(options.ServiceName))
        {
            resource.AddAttributes([new("service.name", options.ServiceName)]);
        }
    }
}
