using System.Diagnostics;
using System.Diagnostics.Metrics;
using static GrpcRefresh.Server.Telemetry.ServiceMeter;

namespace GrpcRefresh.Server.Telemetry;

/// <summary>Measures the conversation with Tableau.</summary>
internal sealed class TableauMeasures(ServiceMeter meter)
{
    private readonly Histogram<double> _duration = meter.Histogram(Measures.TableauDuration);
    private readonly Counter<long> _signIns = meter.Counter(Measures.SignIns);
    private readonly Counter<long> _lost = meter.Counter(Measures.SessionsLost);

    /// <param name="route">Of <see cref="TableauRoutes"/>.</param>
    public void Asked(string server, HttpMethod verb, string route, RequestOutcome outcome, TimeSpan elapsed) => _duration.Record(elapsed.TotalSeconds, new TagList
    {
        Tag(MeasureTags.Server, server),
        Tag(MeasureTags.Verb, verb.Method),
        Tag(MeasureTags.Route, route),
        Tag(MeasureTags.Outcome, Words.Of(outcome)),
    });

    public void SignedIn(SiteKey site, SignInOutcome outcome, int times = 1) =>
        _signIns.Add(times, Tag(MeasureTags.Server, site.Server), Tag(MeasureTags.Site, SiteTags.Of(site)), Tag(MeasureTags.SignIn, Words.Of(outcome)));

    public void SessionLost(SiteKey site, int times = 1) => _lost.Add(times, Tag(MeasureTags.Server, site.Server), Tag(MeasureTags.Site, SiteTags.Of(site)));

    public void Observe(Func<IEnumerable<SiteStanding>> read)
    {
        meter.Gauge(Measures.Sessions, () => read().Select(site => Of(site.IsSignedIn ? 1 : 0, site.Site)));
        meter.Gauge(Measures.SignInPause, () => read().Select(site => Of(site.SignInPause.TotalSeconds, site.Site)));
        meter.AtStart(() => read().ToList().ForEach(site =>
        {
            SessionLost(site.Site, 0);
            SignedIn(site.Site, SignInOutcome.NoSecret, 0);
        }));
        meter.Gauge(Measures.RetryAfter, () => read().Select(site => Of(site.RetryAfter.TotalSeconds, site.Site)));
    }
}

/// <summary>How the service stands with a site just now.</summary>
internal readonly record struct SiteStanding(SiteKey Site, bool IsSignedIn, TimeSpan SignInPause, TimeSpan RetryAfter);
