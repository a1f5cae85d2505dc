using GrpcRefresh.Server.Tableau;
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
            await context.DemandFreshEpochAsync();
            await context.Site.CancelJobAsync(job.TableauJobId!, CancellationToken.None);
            return null;
        }
        catch (TableauException e) when (e.Kind is TableauErrorKind.JobEnded or TableauErrorKind.NotFound)
        {
            return null;
        }
        catch (TableauException e) when (e.Kind is TableauErrorKind.Unreachable or TableauErrorKind.Throttled or TableauErrorKind.AuthFailed)
        {
            // Another secret may come at any time, so a refused one is asked about as often as usual.
            return e.Kind == TableauErrorKind.AuthFailed ? null : e.RetryAfter;
        }
        catch (TableauException e)
        {
            Log.Refused(context.Log, job.JobId, e.Code, e.RequestId, e.Message);
            await context.ChangeAsync(job.JobId, current => current.State != JobState.Cancelling ? current : (current with
            {
                State = current.StartTime is null ? JobState.Pending : JobState.Running,
            }).WithNotes([$"Tableau refuses to cancel the job: {e.Message}"]));
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 330, EventName = "CancelRefused", Level = LogLevel.Warning,
            Message = "Job {JobId}: Tableau refuses the cancel (code {Code}, request {RequestId}): {Problem}")]
        public static partial void Refused(ILogger logger, string jobId, string? code, string? requestId, string problem);
    }
}
