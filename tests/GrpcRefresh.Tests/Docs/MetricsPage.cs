using System.Text;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.Tests.Telemetry;

namespace GrpcRefresh.Tests.Docs;

/// <summary>docs/metrics.md as the code would have it.</summary>
internal static class MetricsPage
{
    private const string Introduction = """
        # Metrics, traces and logs

        Written from `Telemetry/Measures.cs` by a test; edit that and let it write: see CONTRIBUTING.md.

        With `GrpcRefresh:Telemetry:OtlpEndpoint`, or OpenTelemetry's own variable `OTEL_EXPORTER_OTLP_ENDPOINT`, the service sends metrics and traces by OTLP,
        over gRPC or HTTP ([configuration](configuration.md)). Without either nothing is collected. A collector that is away or slow is waited for by nobody;
        what it misses is lost, and metrics catch up with the next interval, since they are sums.

        | metric | kind and unit | in Prometheus | tags | meaning |
        |---|---|---|---|---|

        """;

    private const string Remarks = """

        A histogram has `_bucket`, `_sum` and `_count` behind its name in Prometheus. The runtime's own metrics (`dotnet.*`: memory, collections, thread pool) are
        sent with them. `deploy/prometheus/alerts.yml` has rules and `deploy/grafana/grpcrefresh.json` a dashboard; a test compares every query in them with
        this page.

        ## Tags

        No tag tells a job, a caller, a piece of content or free text. These are all values there are:

        | tag | of | values |
        |---|---|---|

        """;

    private const string Rest = """

        ## Traces

        Every call that answers once has a span, below the one that its caller names by `traceparent`; `WaitJob` and streams have none, so that thousands of open watches
        cost nothing more. A job is one span (`job REFRESH`, `job ROTATION`), made at its end, below the call that asked for it first, as are `submit`, `cancel` and
        `rotate`, with the requests to Tableau below them. Calls that join a job name it in `grpcrefresh.job.id`. A `poll` asks for everybody, so it is a trace of its
        own. `GrpcRefresh:Telemetry:TraceSampling` is the share of traces that is kept; a caller's own decision about its trace is respected. Tableau is
        told nothing of traces. Spans carry ids and callers' names, never secrets.

        ## Logs

        Lines about a job carry its id as a scope, those about a call its method and caller, those about a failed request to Tableau its request id. To have them as
        fields for a collector of logs: `Logging:Console:FormatterName=json` and `Logging:Console:FormatterOptions:IncludeScopes=true`. Logs go to standard output
        alone, not by OTLP.

        ## What is not measured

        There is no budget left to show: this version has no limits on starts per hour. How long Tableau wants to be left alone is `grpcrefresh.tableau.retry_after`, and
        how long a credential is not tried again `grpcrefresh.tableau.signin.pause`. What rotations and refreshes cost in Snowflake is not known here.

        """;

    public static string Write()
    {
        var page = new StringBuilder(Introduction);
        foreach (var measure in Measures.All)
        {
            var tags = string.Join(", ", measure.Tags.Select(tag => $"`{tag.Name}`"));
            page.Append($"| `{measure.Name}` | {Words.Of(measure.Kind).ToLowerInvariant().Replace('_', ' ')}, `{measure.Unit}` | `{PrometheusNames.Of(measure)}` | {tags} | {measure.Description} |\n");
        }

        page.Append(Remarks);
        foreach (var tag in Measures.All.SelectMany(measure => measure.Tags).Distinct())
        {
            var of = string.Join(", ", Measures.All.Where(measure => measure.Tags.Contains(tag)).Select(measure => $"`{measure.Name}`"));
            var values = tag.Values is null ? "As configured." : string.Join(", ", tag.Values.Select(value => $"`{value}`"));
            page.Append($"| `{tag.Name}` | {of} | {tag.Meaning} {values} |\n");
        }

        return page.Append(Rest).ToString();
    }
}
