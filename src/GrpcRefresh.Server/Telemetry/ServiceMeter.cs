using System.Diagnostics.Metrics;

namespace GrpcRefresh.Server.Telemetry;

/// <summary>The instruments for what <see cref="Measures"/> lists. One for each service, so that two in a process keep apart.</summary>
/// <remarks>While nobody listens an instrument costs a comparison.</remarks>
internal sealed class ServiceMeter : IDisposable
{
    public const string Name = "GrpcRefresh";

    private readonly Meter _meter = new(Name, typeof(ServiceMeter).Assembly.GetName().Version?.ToString(3));

    private readonly List<Action> _atStart = [];

    public Counter<long> Counter(Measure measure) => _meter.CreateCounter<long>(measure.Name, measure.Unit, measure.Description);

    public UpDownCounter<long> UpDownCounter(Measure measure) => _meter.CreateUpDownCounter<long>(measure.Name, measure.Unit, measure.Description);

    public Histogram<double> Histogram(Measure measure) => _meter.CreateHistogram(
        measure.Name, measure.Unit, measure.Description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = measure.Buckets });

    /// <param name="read">Called for each collection, by its thread: looks at memory, never at a disk.</param>
    public void Gauge(Measure measure, Func<double> read) => _meter.CreateObservableGauge(measure.Name, read, measure.Unit, measure.Description);

    /// <inheritdoc cref="Gauge(Measure, Func{double})"/>
    public void Gauge(Measure measure, Func<IEnumerable<Measurement<double>>> read) =>
        _meter.CreateObservableGauge(measure.Name, read, measure.Unit, measure.Description);

    /// <summary>
    /// Has something measured once collecting has begun: a counter that alerts look at starts at zero, because Prometheus sees no
    /// increase in a series that begins with one.
    /// </summary>
    public void AtStart(Action measure) => _atStart.Add(measure);

    /// <summary>Collecting has begun.</summary>
    public void Begin() => _atStart.ForEach(measure => measure());

    public static Measurement<double> Of(double value, SiteKey site) => new(value, [.. TagsOf(site)]);

    public static KeyValuePair<string, object?>[] TagsOf(SiteKey site) => [Tag(MeasureTags.Server, site.Server), Tag(MeasureTags.Site, SiteTags.Of(site))];

    public static KeyValuePair<string, object?> Tag(MeasureTag tag, string value) => new(tag.Name, value);

    public void Dispose() => _meter.Dispose();
}
