using System.Diagnostics.Metrics;
using static GrpcRefresh.Server.Telemetry.ServiceMeter;

namespace GrpcRefresh.Server.Telemetry;

/// <summary>Measures the mapping table in Snowflake: how it is kept up to date, and how it is read.</summary>
internal sealed class CatalogMeasures(ServiceMeter meter)
{
    private readonly Counter<long> _syncs = meter.Counter(Measures.CatalogSyncs);
    private readonly Counter<long> _reads = meter.Counter(Measures.MappingReads);

    public void Synced(SyncOutcome outcome) => _syncs.Add(1, Tag(MeasureTags.Sync, Words.Of(outcome)));

    public void Read(bool succeeded) => _reads.Add(1, Tag(MeasureTags.MappingRead, succeeded ? MeasureTags.Answered : MeasureTags.NotAnswered));

    /// <param name="age">Null when there is nothing to tell.</param>
    public void ObserveSync(Func<TimeSpan?> age)
    {
        meter.Gauge(Measures.CatalogSyncAge, () => Of(age()));
        meter.AtStart(() => _syncs.Add(0, Tag(MeasureTags.Sync, Words.Of(SyncOutcome.Failed))));
        meter.AtStart(() => _syncs.Add(0, Tag(MeasureTags.Sync, Words.Of(SyncOutcome.Partial))));
    }

    /// <inheritdoc cref="ObserveSync"/>
    public void ObserveCopy(Func<TimeSpan?> age) => meter.Gauge(Measures.MappingAge, () => Of(age()));

    private static IEnumerable<Measurement<double>> Of(TimeSpan? age) => age is { } known ? [new(known.TotalSeconds)] : [];
}
