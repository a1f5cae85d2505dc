using System.Diagnostics;
using System.Diagnostics.Metrics;
using GrpcRefresh.V1;
using static GrpcRefresh.Server.Telemetry.ServiceMeter;

namespace GrpcRefresh.Server.Telemetry;

/// <summary>Measures jobs.</summary>
internal sealed class JobMeasures(ServiceMeter meter)
{
    private readonly Counter<long> _ended = meter.Counter(Measures.JobsEnded);
    private readonly Histogram<double> _stateDuration = meter.Histogram(Measures.JobStateDuration);
    private readonly Histogram<double> _lag = meter.Histogram(Measures.DetectionLag);

    public void Ended(JobKind kind, JobState state, ErrorReason? reason, SiteKey site, int times = 1) => _ended.Add(times, new TagList
    {
        Of(kind),
        Tag(MeasureTags.EndState, Words.Of(state)),
        Tag(MeasureTags.Failure, reason is { } known ? Words.Of(known) : MeasureTags.NoReason),
        Tag(MeasureTags.Server, site.Server),
        Tag(MeasureTags.Site, SiteTags.Of(site)),
    });

    /// <summary>For the ends that alerts look at; see <see cref="ServiceMeter.AtStart"/>.</summary>
    public void StartAtZero(IEnumerable<SiteKey> sites)
    {
        foreach (var site in sites)
        {
            Ended(JobKind.Refresh, JobState.Succeeded, null, site, 0);
            Ended(JobKind.Refresh, JobState.Failed, ErrorReason.RefreshFailed, site, 0);
            Ended(JobKind.Refresh, JobState.UnknownOutcome, ErrorReason.OutcomeUnknown, site, 0);
            Ended(JobKind.Rotation, JobState.Failed, ErrorReason.RotationFailed, site, 0);
        }

        Ended(JobKind.Rotation, JobState.Failed, ErrorReason.RotationFailed, SiteTags.Common([]), 0);
    }

    public void Left(JobKind kind, JobState state, TimeSpan stayed) =>
        _stateDuration.Record(stayed.TotalSeconds, Of(kind), Tag(MeasureTags.ActiveState, Words.Of(state)));

    public void Detected(SiteKey site, TimeSpan lag) =>
        _lag.Record(lag.TotalSeconds, Tag(MeasureTags.Server, site.Server), Tag(MeasureTags.Site, SiteTags.Of(site)));

    public void ObserveActive(Func<IEnumerable<ActiveGroup>> read)
    {
        meter.Gauge(Measures.JobsActive, () => read().Select(group => new Measurement<double>(group.Count, TagsOf(group))));
        meter.Gauge(Measures.JobsLongest, () => read().Select(group => new Measurement<double>(group.Longest.TotalSeconds, TagsOf(group))));
    }

    public void ObserveWatches(Func<int> open) => meter.Gauge(Measures.Watches, () => open());

    public void ObservePolls(Func<IEnumerable<(SiteKey Site, TimeSpan Age)>> read) =>
        meter.Gauge(Measures.PollAge, () => read().Select(poll => ServiceMeter.Of(poll.Age.TotalSeconds, poll.Site)));

    private static KeyValuePair<string, object?> Of(JobKind kind) => Tag(MeasureTags.JobKind, Words.Of(kind));

    private static KeyValuePair<string, object?>[] TagsOf(ActiveGroup group) =>
        [Of(group.Kind), Tag(MeasureTags.ActiveState, Words.Of(group.State)), .. ServiceMeter.TagsOf(group.Site)];
}

/// <summary>The active jobs of one kind in one state on one site.</summary>
/// <param name="Longest">How long the one that has been in the state for the longest has been in it.</param>
internal readonly record struct ActiveGroup(JobKind Kind, JobState State, SiteKey Site, int Count, TimeSpan Longest);
