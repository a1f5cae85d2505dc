using System.Diagnostics;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.FunctionalTests.Telemetry.Wire;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.Simulation;
using GrpcRefresh.V1;
using Microsoft.Extensions.Logging;

namespace GrpcRefresh.FunctionalTests.Telemetry;

/// <summary>The service as a process, and a collector that looks at what it is sent.</summary>
public sealed class TelemetryTests : IAsyncLifetime
{
    private const string ApiKey = "key-8a1c with=100% of it";
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string CallersSpan = "00f067aa0ba902b7";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-telemetry-");
    private TableauSimulator _tableau = null!;
    private GrpcChannel _channel = null!;
    private Dictionary<string, string?> _settings = null!;

    public async Task InitializeAsync()
    {
        _tableau = await TableauSimulator.StartAsync(new TableauSimulatorOptions { JobDuration = TimeSpan.FromMilliseconds(300) });
        var listen = $"http://127.0.0.1:{Ports.Free()}";
        _settings = ServiceSettings.For(_tableau.Url, listen, _folder.FullName);
        _settings["GrpcRefresh:Telemetry:Interval"] = "00:00:00.2";
        _channel = GrpcChannel.ForAddress(listen);
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _tableau.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task A_refresh_is_seen_by_the_collector_with_its_metrics_and_as_one_trace(string protocol)
    {
        await using var collector = await OtlpCollector.StartAsync();
        await SendToAsync(collector, protocol);
        await using var service = await ServiceProcess.StartAsync(_settings, _channel);

        var jobId = await RefreshAsync(sampled: true);
        await collector.UntilAsync(sent => sent.Has(Measures.JobsEnded) && Named(sent, "job REFRESH").Any());
        await service.TerminateAsync();

        AssertSent(collector, Measures.JobsEnded, ("kind", "REFRESH"), ("state", "SUCCEEDED"), ("reason", "NONE"), ("site", "(Default)"));
        AssertSent(collector, Measures.JobStateDuration, ("kind", "REFRESH"), ("state", "SUBMITTING"));
        AssertSent(collector, Measures.DetectionLag, ("server", "default"));
        AssertSent(collector, Measures.RpcDuration, ("door", "RPC"), ("method", "grpcrefresh.v1.RefreshService/RefreshResource"), ("status", "OK"));
        AssertSent(collector, Measures.RpcDuration, ("method", "grpcrefresh.v1.JobService/GetJob"), ("status", "INVALID_ARGUMENT"));
        AssertSent(collector, Measures.RpcDuration, ("method", "grpcrefresh.v1.JobService/WatchJob"), ("status", "OK"));
        AssertSent(collector, Measures.RpcRefusals, ("reason", "INVALID_REQUEST"));
        AssertSent(collector, Measures.TableauDuration, ("verb", "POST"), ("route", "/datasources/{id}/refresh"), ("outcome", "OK"), ("server", "default"));
        AssertSent(collector, Measures.SignIns, ("outcome", "SIGNED_IN"));
        AssertSent(collector, Measures.Sessions, ("site", "(Default)"));
        AssertSent(collector, Measures.CommitDuration);
        AssertSent(collector, Measures.Serving);
        Assert.Contains(collector.Metrics, metric => metric.Name == Measures.CommitFailures.Name);
        AssertOnlyWhatIsListed(collector);
        AssertOneTrace(collector, jobId);

        Assert.Equal([ApiKey], collector.Keys);
        Assert.Contains(collector.ResourceAttributes, attribute => attribute is { Key: "service.name", Value.StringValue: "grpcrefresh" });
        Assert.Contains(collector.ResourceAttributes, attribute => attribute is { Key: "deployment.environment.name", Value.StringValue: "test" });
        AssertNoSecrets(collector, service);
        Assert.Empty(service.Errors);
    }

    [Fact]
    public async Task OpenTelemetrys_own_variables_are_enough_and_a_caller_that_is_not_sampled_is_not()
    {
        await using var collector = await OtlpCollector.StartAsync();
        _settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address("http/protobuf");
        _settings["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        _settings["OTEL_EXPORTER_OTLP_HEADERS"] = "api-key=plain";
        _settings["OTEL_RESOURCE_ATTRIBUTES"] = "team=data";
        _settings["OTEL_SERVICE_NAME"] = "refresher";
        await using var service = await ServiceProcess.StartAsync(_settings, _channel);

        await RefreshAsync(sampled: false);
        await collector.UntilAsync(sent => sent.Has(Measures.JobsEnded));
        await service.TerminateAsync();

        Assert.Equal(["plain"], collector.Keys);
        Assert.Contains(collector.ResourceAttributes, attribute => attribute is { Key: "service.name", Value.StringValue: "refresher" });
        Assert.Contains(collector.ResourceAttributes, attribute => attribute is { Key: "team", Value.StringValue: "data" });
        Assert.NotEmpty(Named(collector, "poll"));
        Assert.DoesNotContain(collector.Spans, span => Hex(span.TraceId) == TraceId);
    }

    [Fact]
    public async Task The_log_as_JSON_has_job_caller_and_Tableaus_request_as_fields()
    {
        _settings["Logging:Console:FormatterName"] = "json";
        _settings["Logging:Console:FormatterOptions:IncludeScopes"] = "true";
        await using var service = await ServiceProcess.StartAsync(_settings, _channel, LogLevel.Information);

        var jobId = await RefreshAsync(sampled: false);
        await Assert.ThrowsAsync<RpcException>(async () => await new RefreshService.RefreshServiceClient(_channel).ResolveResourceAsync(
            new ResolveResourceRequest { Resource = new ResourceRef { Type = ResourceType.Workbook, Luid = "11111111-2222-4333-8444-555555555555" } }));
        await service.TerminateAsync();

        var lines = service.Output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(jobId, Field(lines, "accepted attempt", "JobId"));
        Assert.Equal("/grpcrefresh.v1.JobService/GetJob", Field(lines, " refused: ", "Method"));
        Assert.Equal("127.0.0.1", Field(lines, " refused: ", "Caller"));
        Assert.Equal("127.0.0.1", Field(lines, "Tableau: ", "Caller"));
        Assert.NotEmpty(Field(lines, "Tableau: ", "TableauRequestId"));
    }

    [Theory]
    [InlineData(CollectorKind.Dead)]
    [InlineData(CollectorKind.Stalling)]
    [InlineData(CollectorKind.Babbling)]
    public async Task A_bad_collector_disturbs_nothing(CollectorKind kind)
    {
        await using var collector = await OtlpCollector.StartAsync(kind);
        await SendToAsync(collector, "http/protobuf");
        await using var service = await ServiceProcess.StartAsync(_settings, _channel);

        await RefreshAsync(sampled: true);
        if (kind != CollectorKind.Dead)
        {
            await collector.UntilAsync(sent => sent.Keys.Any());
        }

        var begun = Stopwatch.StartNew();
        await service.TerminateAsync();

        // Its patience with the collector, and what a stop takes on a busy machine; far less than the library's own patience.
        Assert.InRange(begun.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(9));
        Assert.Empty(service.Errors);
    }

    /// <summary>A field of the scopes of the first line with these words.</summary>
    private static string Field(IEnumerable<JsonNode> lines, string words, string name) => lines
        .First(line => line["Message"]!.GetValue<string>().Contains(words, StringComparison.Ordinal))["Scopes"]!.AsArray()
        .Select(scope => scope![name]?.GetValue<string>())
        .OfType<string>()
        .First();

    private async Task SendToAsync(OtlpCollector collector, string protocol)
    {
        var headers = Path.Combine(_folder.FullName, "otlp-headers");
        await File.WriteAllTextAsync(headers, $"api-key: {ApiKey}\n");
        _settings["GrpcRefresh:Telemetry:OtlpEndpoint"] = collector.Address(protocol);
        _settings["GrpcRefresh:Telemetry:Protocol"] = protocol;
        _settings["GrpcRefresh:Telemetry:HeadersFile"] = headers;
        _settings["GrpcRefresh:Telemetry:ResourceAttributes:deployment.environment.name"] = "test";
    }

    /// <summary>Refreshes something to its end, and asks for something that is refused.</summary>
    private async Task<string> RefreshAsync(bool sampled)
    {
        var context = new Metadata { { "traceparent", $"00-{TraceId}-{CallersSpan}-0{(sampled ? 1 : 0)}" } };
        var answer = await new RefreshService.RefreshServiceClient(_channel).RefreshResourceAsync(
            new RefreshResourceRequest { Resource = CallExtensions.Datasource("Orders", "Sales") }, context, DateTime.UtcNow + CallExtensions.Patience);
        var jobs = new JobService.JobServiceClient(_channel);
        await Assert.ThrowsAsync<RpcException>(async () => await jobs.GetJobAsync(new GetJobRequest(), context));
        using var watch = jobs.WatchJob(new WatchJobRequest { JobId = answer.Job.JobId }, context, DateTime.UtcNow + CallExtensions.Patience);
        var last = answer.Job;
        await foreach (var happened in watch.ResponseStream.ReadAllAsync())
        {
            last = happened.Job ?? last;
        }

        Assert.Equal(JobState.Succeeded, last.State);
        return last.JobId;
    }

    private static void AssertSent(OtlpCollector collector, Measure measure, params (string Name, string Value)[] tags) =>
        Assert.True(collector.Has(measure, tags), $"{measure.Name} was not sent with {string.Join(", ", tags)}.");

    private static void AssertOnlyWhatIsListed(OtlpCollector collector) => Assert.All(collector.Metrics.DistinctBy(metric => $"{metric}"), metric =>
    {
        var measure = Assert.Single(Measures.All, known => known.Name == metric.Name);
        Assert.Equal(measure.Unit, metric.Unit);
        Assert.All(OtlpCollector.PointsOf(metric).Select(point => point.Tags), tags =>
        {
            Assert.Equal(measure.Tags.Select(tag => tag.Name).Order(), tags.Keys.Order());
            Assert.All(measure.Tags, tag => Assert.True(tag.Values?.Contains(tags[tag.Name]) ?? tags[tag.Name] is "default" or "(Default)" or "(several)", $"{metric.Name}: {tag.Name} is {tags[tag.Name]}"));
        });
    });

    private static void AssertOneTrace(OtlpCollector collector, string jobId)
    {
        var trace = collector.Spans.Where(span => Hex(span.TraceId) == TraceId).ToList();
        var call = Assert.Single(trace, span => span.Name == "grpcrefresh.v1.RefreshService/RefreshResource");
        var submit = Assert.Single(trace, span => span.Name == "submit");
        Assert.Equal(CallersSpan, Hex(call.ParentSpanId));
        Assert.Equal(call.SpanId, submit.ParentSpanId);
        Assert.Equal(call.SpanId, Assert.Single(trace, span => span.Name == "job REFRESH").ParentSpanId);
        Assert.Contains(trace, span => span.Name == "POST /datasources/{id}/refresh" && span.ParentSpanId == submit.SpanId);
        Assert.All(new[] { call, submit }, span => Assert.Contains(span.Attributes, tag => tag.Key == Traces.JobId && tag.Value.StringValue == jobId));
        Assert.DoesNotContain(trace, span => span.Name.EndsWith("/WatchJob", StringComparison.Ordinal));
    }

    private static void AssertNoSecrets(OtlpCollector collector, ServiceProcess service)
    {
        var scan = new SecretScan("demo-secret", ApiKey);
        scan.Process(service, environment: false);
        collector.Bodies.ToList().ForEach(body => scan.Bytes("what was sent", body));
        scan.AssertNothingFound();
    }

    private static IEnumerable<Span> Named(OtlpCollector collector, string name) => collector.Spans.Where(span => span.Name == name);

    private static string Hex(ByteString bytes) => Convert.ToHexStringLower(bytes.Span);
}
