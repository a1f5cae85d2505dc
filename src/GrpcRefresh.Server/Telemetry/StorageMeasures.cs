using System.Diagnostics.Metrics;

namespace GrpcRefresh.Server.Telemetry;

/// <summary>Measures the database.</summary>
internal sealed class StorageMeasures(ServiceMeter meter)
{
    private readonly Histogram<double> _commits = meter.Histogram(Measures.CommitDuration);

    private readonly Counter<long> _failures = meter.Counter(Measures.CommitFailures);

    public void Committed(TimeSpan elapsed) => _commits.Record(elapsed.TotalSeconds);

    public void Failed() => _failures.Add(1);

    public void ObserveWaiting(Func<int> waiting)
    {
        meter.Gauge(Measures.WritesWaiting, () => waiting());
        meter.AtStart(() => _failures.Add(0));
    }
}
