using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace GrpcRefresh.Server.Telemetry;

/// <summary>Spans. Without a listener none is made, and every method here answers null at once.</summary>
internal static class Traces
{
    public const string JobId = "grpcrefresh.job.id";
    public const string Caller = "grpcrefresh.caller";
    public const string Reason = "grpcrefresh.reason";
    public const string TableauRequestId = "grpcrefresh.tableau.request.id";

    public static readonly ActivitySource Source = new(ServiceMeter.Name, typeof(Traces).Assembly.GetName().Version?.ToString(3) ?? "");

    public static bool IsOn => Source.HasListeners();

    /// <summary>What the present span is known by, to go on from it later and elsewhere; null when nobody records it.</summary>
    public static string? Present => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } present ? present.Id : null;

    /// <summary>Says of the present span which job it brought.</summary>
    public static void Name(string jobId) => Activity.Current?.SetTag(JobId, jobId);

    /// <summary>A call, below the span that its caller says it belongs to.</summary>
    /// <param name="method">As gRPC writes it: <c>/package.Service/Method</c>.</param>
    public static Activity? Call(string method, HttpContext http)
    {
        var headers = http.Request.Headers;
        return IsOn ? Source.StartActivity(method[1..], ActivityKind.Server, Parent(headers.TraceParent, headers.TraceState)) : null;
    }

    /// <summary>One try of a request to Tableau, which is told nothing of it.</summary>
    public static Activity? Request(string server, HttpMethod verb, string route)
    {
        if (!IsOn || Source.StartActivity($"{verb} {route}", ActivityKind.Client) is not { } span)
        {
            return null;
        }

        return span.SetTag("http.request.method", verb.Method).SetTag("url.template", route).SetTag("grpcrefresh.tableau.server", server);
    }

    /// <summary>Work on a job, below the call that asked for it first.</summary>
    public static Activity? Work(string what, string jobId, string? askedBy) =>
        IsOn ? Source.StartActivity(what, ActivityKind.Internal, Parent(askedBy, null))?.SetTag(JobId, jobId) : null;

    /// <summary>Work for everybody.</summary>
    public static Activity? Work(string what, SiteKey site) =>
        IsOn ? Source.StartActivity(what, ActivityKind.Internal, default(ActivityContext))?.SetTag("grpcrefresh.site", $"{site}") : null;

    public static ActivityContext Parent(string? traceParent, string? traceState) =>
        ActivityContext.TryParse(traceParent, traceState, isRemote: true, out var parent) ? parent : default;
}
