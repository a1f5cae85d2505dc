using System.Diagnostics.Metrics;

namespace GrpcRefresh.Server.Telemetry;

/// <summary>Measures the log of outcomes in Snowflake.</summary>
internal sealed class OutcomeMeasures(ServiceMeter meter)
{
    private readonly Counter<long> _written = meter.Counter(Measures.OutcomesWritten);
    private readonly Counter<long> _writes = meter.Counter(Measures.OutcomeWrites);
    private readonly Counter<long> _failures = meter.Counter(Measures.OutcomeFailures);
    private readonly Counter<long> _lost = meter.Counter(Measures.OutcomesLost);

    /// <summary>Once, where outcomes are written.</summary>
    public void Observe(Func<int> waiting, Func<TimeSpan> age, Func<int> aside)
    {
        meter.Gauge(Measures.OutcomesWaiting, () => waiting());
        meter.Gauge(Measures.OutcomesAge, () => age().TotalSeconds);
        meter.Gauge(Measures.OutcomesAside, () => aside());
        meter.AtStart(() => new[] { _written, _writes, _failures, _lost }.ToList().ForEach(counter => counter.Add(0)));
    }

    public void Began() => _writes.Add(1);

    public void Written(int outcomes) => _written.Add(outcomes);

    public void Failed() => _failures.Add(1);

    public void Lost(int outcomes) => _lost.Add(outcomes);
}
