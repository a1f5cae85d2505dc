using System.Diagnostics;
using GrpcRefresh.Server.Telemetry;

namespace GrpcRefresh.Server.Jobs.Observation;

/// <summary>Tells of a job as one span, made at its end, so that none is kept while it runs. It stands below the call that asked for it first.</summary>
internal static class JobTrace
{
    public static void Tell(JobRecord job, SiteKey site)
    {
        if (!Traces.IsOn)
        {
            return;
        }

        using var span = Traces.Source.StartActivity(
            $"job {Words.Of(job.Kind)}", ActivityKind.Internal, Traces.Parent(job.Drive.TraceParent, null), startTime: job.CreateTime);
        span?.SetTag(Traces.JobId, job.JobId)
            .SetTag("grpcrefresh.site", $"{site}")
            .SetTag("grpcrefresh.job.state", Words.Of(job.State))
            .SetTag("grpcrefresh.tableau.job.id", job.TableauJobId)
            .SetTag(Traces.Reason, job.Error is { } error ? Words.Of(error.Reason) : null)
            .SetStatus(job.Error is null ? ActivityStatusCode.Ok : ActivityStatusCode.Error)
            .SetEndTime(job.UpdateTime.UtcDateTime);
    }
}
