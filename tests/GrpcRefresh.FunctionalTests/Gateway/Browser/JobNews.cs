using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Gateway.Browser;

/// <summary>What a watcher learns of a job.</summary>
internal sealed record JobNews(WatchEvent Event, long Revision, JobState State)
{
    public static JobNews Of(WatchJobResponse happened) => new(happened.Event, happened.Job.Revision, happened.Job.State);

    /// <param name="happened">The event's name in JSON.</param>
    /// <param name="revision">The job's revision.</param>
    /// <param name="state">The state's name in JSON.</param>
    public static JobNews Parse(string happened, string revision, string state) =>
        Of(WatchJobResponse.Parser.ParseJson($$"""{ "event": "{{happened}}", "job": { "revision": "{{revision}}", "state": "{{state}}" } }"""));
}
