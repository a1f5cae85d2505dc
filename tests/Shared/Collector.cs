using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using GrpcRefresh.Server.Telemetry;

namespace GrpcRefresh.Testing;

/// <summary>Collects everything that is measured with one meter, and sees to it that it is what <see cref="Measures"/> says.</summary>
internal sealed class Collector : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, double Value, IReadOnlyDictionary<string, string> Tags)> _seen = [];
    private readonly ConcurrentQueue<(string Name, double Value, IReadOnlyDictionary<string, string> Tags)> _gauges = [];

    /// <param name="meter">Of a whole service; one of its own without.</param>
    public Collector(ServiceMeter? meter = null)
    {
        // The meter's name is that of all others; its instruments are told apart by whom they came with.
        Meter = meter ?? new ServiceMeter();
        var probe = Meter.Counter(new Measure("probe", MeasureKind.Counter, "{probe}", ""));
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, probe.Meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => See(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => See(instrument, value, tags));
        _listener.Start();
        Meter.Begin();
    }

    public ServiceMeter Meter { get; }

    /// <summary>What was measured so far, the oldest first; gauges as they are now.</summary>
    public IReadOnlyList<(double Value, IReadOnlyDictionary<string, string> Tags)> Of(Measure measure)
    {
        _gauges.Clear();
        _listener.RecordObservableInstruments();
        return [.. _seen.Concat(_gauges).Where(seen => seen.Name == measure.Name).Select(seen => (seen.Value, seen.Tags))];
    }

    /// <summary>The tags of the only measurement of more than zero, as one text.</summary>
    public string Only(Measure measure) => string.Join(' ', Assert.Single(Of(measure), seen => seen.Value > 0).Tags.Values);

    public void Dispose()
    {
        _listener.Dispose();
        Meter.Dispose();
    }

    private void See(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var told = tags.ToArray().ToDictionary(tag => tag.Key, tag => (string)tag.Value!);
        var measure = Measures.All.Single(known => known.Name == instrument.Name);
        Assert.Equal(measure.Tags.Select(tag => tag.Name), told.Keys);
        Assert.All(measure.Tags, tag => Assert.True(tag.Values?.Contains(told[tag.Name]) != false, $"{measure.Name}: {tag.Name} is {told[tag.Name]}"));
        (measure.Kind == MeasureKind.Gauge ? _gauges : _seen).Enqueue((instrument.Name, value, told));
    }
}
