using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace GrpcRefresh.Server.Telemetry;

/// <summary>
/// Sends what is measured and traced, if there is anywhere to send it. Starts before everything else and stops after it, so that
/// nothing is missed. A collector that is away, slow or babbling costs the service nothing but threads that wait for it.
/// </summary>
internal sealed partial class TelemetryExport(IOptions<TelemetryOptions> options, ServiceMeter meter, ILogger<TelemetryExport> logger) : IHostedLifecycleService
{
    /// <summary>The runtime's own: memory, collections, thread pool.</summary>
    private const string RuntimeMeter = "System.Runtime";

    /// <summary>How long the end of the service may wait for the last batch to be taken.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var otlp = new Otlp(options.Value);
        if (!otlp.IsOn)
        {
            return Task.CompletedTask;
        }

        _metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(otlp.Describe)
            .AddMeter(ServiceMeter.Name, RuntimeMeter)
            .AddOtlpExporter((exporter, reader) =>
            {
                otlp.Configure(exporter, "/v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.Value.Interval.TotalMilliseconds;
            })
            .Build();
        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(otlp.Describe)
            .AddSource(ServiceMeter.Name)
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.Value.TraceSampling)))
            .AddOtlpExporter(exporter => otlp.Configure(exporter, "/v1/traces"))
            .Build();
        meter.Begin();
        Log.Sending(logger, options.Value.OtlpEndpoint ?? "the address that OTEL_EXPORTER_OTLP_ENDPOINT names");
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Last of all. The providers take their time with a collector that stalls, so they are not waited for beyond the bound.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        var patience = (int)Patience.TotalMilliseconds;
        var ends = new[] { OnItsOwn(() => _metrics?.Shutdown(patience)), OnItsOwn(() => _traces?.Shutdown(patience)) };
        await Task.WhenAll(ends).WaitAsync(Patience, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Listening ends with this; what stalls is left to the end of the process.
        _ = OnItsOwn(() => _metrics?.Dispose());
        _ = OnItsOwn(() => _traces?.Dispose());
    }

    /// <summary>A thread of the pool may be long in coming when the service is busy, and would be held for long.</summary>
    private static Task OnItsOwn(Action end) => Task.Factory.StartNew(end, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static partial class Log
    {
        [LoggerMessage(EventId = 600, EventName = "TelemetryOn", Level = LogLevel.Information, Message = "Metrics and traces are sent to {Endpoint}")]
        public static partial void Sending(ILogger logger, string endpoint);
    }
}
