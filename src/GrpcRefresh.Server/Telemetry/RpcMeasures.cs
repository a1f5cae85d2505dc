using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using Grpc.Core;
using GrpcRefresh.Server.Listening;
using GrpcRefresh.V1;
using static GrpcRefresh.Server.Telemetry.ServiceMeter;

namespace GrpcRefresh.Server.Telemetry;

/// <summary>Measures calls, by whichever door they came in.</summary>
internal sealed class RpcMeasures(ServiceMeter meter)
{
    // As gRPC writes a method, so that no text is made for a call.
    private static readonly FrozenDictionary<string, string> Methods = MeasureTags.Method.Values!.ToFrozenDictionary(method => $"/{method}");

    private readonly Histogram<double> _duration = meter.Histogram(Measures.RpcDuration);
    private readonly UpDownCounter<long> _streams = meter.UpDownCounter(Measures.RpcStreams);
    private readonly Counter<long> _refusals = meter.Counter(Measures.RpcRefusals);
    private readonly Counter<long> _turned = meter.Counter(Measures.CallersRefused);

    /// <summary>Somebody wants to know how long calls take, or which streams are open.</summary>
    public bool IsOn => _duration.Enabled || _streams.Enabled;

    /// <param name="method">As gRPC writes it: <c>/package.Service/Method</c>.</param>
    public void Ended(Door? door, string method, StatusCode status, TimeSpan elapsed) =>
        _duration.Record(elapsed.TotalSeconds, Of(door), Of(method), Tag(MeasureTags.Status, Words.Of(status)));

    public void Opened(Door? door, string method) => _streams.Add(1, Of(door), Of(method));

    public void Closed(Door? door, string method) => _streams.Add(-1, Of(door), Of(method));

    /// <summary>A call was told why it is not answered.</summary>
    public void Refused(Door? door, ErrorReason reason)
    {
        _refusals.Add(1, Tag(MeasureTags.Refusal, Words.Of(reason)));
        if (reason is ErrorReason.Unauthenticated or ErrorReason.PermissionDenied or ErrorReason.RateLimited)
        {
            _turned.Add(1, Of(door), Tag(MeasureTags.Turned, Words.Of(reason)));
        }
    }

    /// <summary>Once, for the whole service.</summary>
    public void ObserveServing(Func<bool> isServing)
    {
        meter.Gauge(Measures.Serving, () => isServing() ? 1 : 0);
        meter.AtStart(() =>
        {
            _refusals.Add(0, Tag(MeasureTags.Refusal, Words.Of(ErrorReason.Internal)));
            _refusals.Add(0, Tag(MeasureTags.Refusal, Words.Of(ErrorReason.ServiceBusy)));
        });
    }

    /// <summary>A test without listeners calls the gRPC services.</summary>
    private static KeyValuePair<string, object?> Of(Door? door) => Tag(MeasureTags.Door, Words.Of(door ?? Door.Rpc));

    private static KeyValuePair<string, object?> Of(string method) => Tag(MeasureTags.Method, Methods.GetValueOrDefault(method, Words.Other));
}
