using System.Collections.Concurrent;
using Google.Protobuf;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.FunctionalTests.Telemetry.Wire;
using GrpcRefresh.Server.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace GrpcRefresh.FunctionalTests.Telemetry;

/// <summary>A collector of OpenTelemetry on loopback, over gRPC and HTTP, each on its port.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private const int GrpcPrefix = 5;

    private readonly ConcurrentQueue<byte[]> _bodies = [];
    private readonly ConcurrentQueue<ResourceMetrics> _metrics = [];
    private readonly ConcurrentQueue<ResourceSpans> _spans = [];
    private readonly ConcurrentQueue<string> _keys = [];
    private readonly CollectorKind _kind;
    private readonly WebApplication _app;
    private volatile TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OtlpCollector(CollectorKind kind)
    {
        _kind = kind;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.ListenLocalhost(GrpcPort, listen => listen.Protocols = HttpProtocols.Http2);
            server.ListenLocalhost(HttpPort, listen => listen.Protocols = HttpProtocols.Http1);
        });
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    public int GrpcPort { get; } = Ports.Free();

    public int HttpPort { get; } = Ports.Free();

    /// <summary>All that was sent, as it was on the wire.</summary>
    public IEnumerable<byte[]> Bodies => _bodies;

    /// <summary>The API keys that came along.</summary>
    public IEnumerable<string> Keys => _keys.Distinct();

    public IEnumerable<KeyValue> ResourceAttributes => _metrics.Select(sent => sent.Resource).Concat(_spans.Select(sent => sent.Resource)).SelectMany(resource => resource.Attributes);

    /// <summary>The service's own metrics, each as often as it was sent.</summary>
    public IEnumerable<Metric> Metrics => _metrics.SelectMany(sent => sent.ScopeMetrics).Where(scope => scope.Scope.Name == "GrpcRefresh").SelectMany(scope => scope.Metrics);

    public IEnumerable<Span> Spans => _spans.SelectMany(sent => sent.ScopeSpans).SelectMany(scope => scope.Spans);

    public static async Task<OtlpCollector> StartAsync(CollectorKind kind = CollectorKind.Good)
    {
        var collector = new OtlpCollector(kind);
        if (kind != CollectorKind.Dead)
        {
            await collector._app.StartAsync();
        }

        return collector;
    }

    /// <summary>Where to send to over a protocol.</summary>
    public string Address(string protocol) => $"http://127.0.0.1:{(protocol == "grpc" ? GrpcPort : HttpPort)}";

    /// <summary>Whether a metric was sent with these tags, and more than zero of it.</summary>
    public bool Has(Measure measure, params (string Name, string Value)[] tags) => Metrics
        .Where(metric => metric.Name == measure.Name)
        .SelectMany(PointsOf)
        .Any(point => point.Value > 0 && tags.All(tag => point.Tags.GetValueOrDefault(tag.Name) == tag.Value));

    /// <summary>Every point; of a histogram how often.</summary>
    public static IEnumerable<(Dictionary<string, string> Tags, double Value)> PointsOf(Metric metric) =>
        new[] { metric.Gauge, metric.Sum }.OfType<Points>().SelectMany(points => points.DataPoints).Select(point => (Tags(point.Attributes), point.AsDouble + point.AsInt))
            .Concat((metric.Histogram ?? new Histogram()).DataPoints.Select(point => (Tags(point.Attributes), (double)point.Count)));

    /// <summary>Waits until what has been sent satisfies a condition.</summary>
    public async Task UntilAsync(Func<OtlpCollector, bool> condition)
    {
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        while (true)
        {
            var arrived = _arrived.Task;
            if (condition(this))
            {
                return;
            }

            await arrived.WaitAsync(patience.Token);
        }
    }

    private static Dictionary<string, string> Tags(IEnumerable<KeyValue> attributes) => attributes.ToDictionary(tag => tag.Key, tag => tag.Value.StringValue);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _keys.Enqueue(context.Request.Headers["api-key"].ToString());
        switch (_kind)
        {
            case CollectorKind.Stalling:
                Announce();
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case CollectorKind.Babbling:
                Announce();
                await context.Response.WriteAsync("<html>Please sign on.</html>");
                break;
            default:
                Take(context.Request, body.ToArray());
                Answer(context);
                break;
        }
    }

    private void Take(HttpRequest request, byte[] body)
    {
        var message = request.Protocol == "HTTP/2" ? body[GrpcPrefix..] : body;
        _bodies.Enqueue(message);
        switch (request.Path.Value)
        {
            case "/v1/metrics" or "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export":
                MetricsRequest.Parser.ParseFrom(message).ResourceMetrics.ToList().ForEach(_metrics.Enqueue);
                break;
            case "/v1/traces" or "/opentelemetry.proto.collector.trace.v1.TraceService/Export":
                TraceRequest.Parser.ParseFrom(message).ResourceSpans.ToList().ForEach(_spans.Enqueue);
                break;
            default:
                throw new InvalidOperationException($"Nothing is sent to {request.Path}.");
        }

        Announce();
    }

    private void Announce() =>
        Interlocked.Exchange(ref _arrived, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private static void Answer(HttpContext context)
    {
        if (context.Request.Protocol == "HTTP/2")
        {
            context.Response.ContentType = "application/grpc";
            context.Response.AppendTrailer("grpc-status", "0");
        }
        else
        {
            context.Response.ContentType = "application/x-protobuf";
        }
    }
}
