using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>Asks Tableau to stop a job. How the job then ends is learnt by polling.</summary>
internal sealed partial class Cancellation(SiteContext context)
{
    /// <summary>Answers how long Tableau wants to be left alone before it is asked again; null when it has not said.</summary>
    public async Task<TimeSpan?> RunAsync(JobRecord job)
    {
        try
        {
            await AuditAsync(job, new AuditNote(AuditOutcome.Intended, $"Tableau's job {job.TableauJobId}"));
            await context.DemandFreshEpochAsync();
            await context.Site.CancelJobAsync(job.TableauJobId!, CancellationToken.None);
            await AuditAsync(job, new AuditNote(AuditOutcome.Accepted, $"Tableau's job {job.TableauJobId}"));
            return null;
        }
        catch (TableauException e)
        {
            using var scope = LogScopes.OfTableau(context.Log, e.RequestId);
            await AuditAsync(job, JobAudit.Of(e));
            return await TurnAwayAsync(job, e);
        }
    }

    private async Task<TimeSpan?> TurnAwayAsync(JobRecord job, TableauException e)
    {
        if (e.Kind is TableauErrorKind.JobEnded or TableauErrorKind.NotFound)
        {
            return null;
        }

        if (e.Kind is TableauErrorKind.Unreachable or TableauErrorKind.Throttled or TableauErrorKind.AuthFailed)
        {
            // Another secret may come at any time, so a refused one is asked about as often as usual.
            return e.Kind == TableauErrorKind.AuthFailed ? null : e.RetryAfter;
        }

        Log.Refused(context.Log, job.JobId, e.Code, e.RequestId, e.Message);
        await context.ChangeAsync(job.JobId, current => current.State != JobState.Cancelling ? current : (current with
        {
            State = current.StartTime is null ? JobState.Pending : JobState.Running,
        }).WithNotes([$"Tableau refuses to cancel the job: {e.Message}"]));
        return null;
    }

    /// <summary>In the name of whoever withdrew the last request. Cancels are few, so each row is worth a write of its own.</summary>
    private Task AuditAsync(JobRecord job, AuditNote note) =>
        context.AuditAsync(JobAudit.Entry(job, AuditAction.TableauCancel, note.Outcome, note.Detail) with
        {
            Actor = job.Drive.CancelledBy ?? job.RequestedBy,
            OnBehalfOf = null,
        });

    private static partial class Log
    {
        [LoggerMessage(EventId = 330, EventName = "CancelRefused", Level = LogLevel.Warning,
            Message = "Job {JobId}: Tableau refuses the cancel (code {Code}, request {RequestId}): {Problem}")]
        public static partial void Refused(ILogger logger, string jobId, string? code, string? requestId, string problem);
    }
}
