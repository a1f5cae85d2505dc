using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>
/// Settles a POST whose answer was lost, or that a crash interrupted: looks for the job it may have made. Only when
/// Tableau has shown that there is none is it asked again.
/// </summary>
internal sealed partial class LostAnswers(SiteContext context, TableauContentIndex contents)
{
    // Tableau tells whole seconds, and its clock is known to about one.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(2);

    private static readonly AuditNote NotTaken = new(AuditOutcome.NotTaken, "Tableau shows no such job");

    /// <param name="rows">Tableau's list of jobs; null when our account may not see it.</param>
    public async Task SettleAsync(JobRecord job, IReadOnlyCollection<TableauJobSummary>? rows)
    {
        if (rows is null)
        {
            await context.ChangeAsync(job.JobId, current => StillMissing(
                current, "The answer to the refresh request was lost, and the service's Tableau account may not list jobs to see whether it was taken."));
            return;
        }

        var (found, inDoubt) = await FindAsync(job, rows);
        if (found is not null)
        {
            Log.Found(context.Log, job.JobId, found.Id);
            await context.ChangeAsync(job.JobId, current => Adopt(current, found));
        }
        else if (inDoubt)
        {
            await context.ChangeAsync(job.JobId, current => StillMissing(
                current, "The answer to the refresh request was lost, and Tableau does not tell about the job that may be ours."));
        }
        else
        {
            await context.ChangeAsync(job.JobId, AskAgainAfterGrace, NotTaken);
        }
    }

    /// <summary>Back in line after Tableau turned the job away; a job that nobody wants any more ends instead.</summary>
    public static JobRecord Requeue(JobRecord job, DateTimeOffset now, TimeSpan pause) =>
        job.State != JobState.Submitting ? job
        : job.Drive.CancelRequested ? JobEndings.Cancelled(job, now, "Withdrawn before Tableau took it.")
        : job with
        {
            State = JobState.Queued,
            Drive = job.Drive with { NotBefore = now + pause, TurnedAway = job.Drive.TurnedAway + 1, PostedAt = null, MissingSince = null },
        };

    private async Task<(TableauJob? Found, bool InDoubt)> FindAsync(JobRecord job, IReadOnlyCollection<TableauJobSummary> rows)
    {
        var since = (job.Drive.PostedAt ?? job.UpdateTime) + context.Site.ClockOffset - ClockSlack;
        var inDoubt = false;
        var candidates = rows.Where(row => row.CreatedAt >= since && RunModes.Serves(RunModes.Of(row.JobType), job.Mode));
        foreach (var row in candidates.OrderByDescending(row => row.Title == job.Item.Name))
        {
            if (await context.Store.KnowsTableauJobAsync(row.Id, CancellationToken.None))
            {
                continue;
            }

            var seen = await contents.LookAsync(row.Id, job);
            if (seen.Job is not null)
            {
                return (seen.Job, false);
            }

            inDoubt |= !seen.IsReadable && row.Title == job.Item.Name;
        }

        return (null, inDoubt);
    }

    /// <summary>The grace runs from the first look that Tableau answered: before that nothing is known, however long it took.</summary>
    private JobRecord AskAgainAfterGrace(JobRecord job)
    {
        if (job.State != JobState.Submitting)
        {
            return job;
        }

        if (job.Drive.MissingSince is not { } since)
        {
            return job with { Drive = job.Drive with { MissingSince = context.Now } };
        }

        if (context.Now - since <= context.Options.LostAnswerGrace)
        {
            return job;
        }

        Log.NotTaken(context.Log, job.JobId, job.Attempt);
        return Requeue(
            job.WithNotes([$"The answer to attempt {job.Attempt} was lost and Tableau shows no such job, so it is asked again."]), context.Now, TimeSpan.Zero);
    }

    private JobRecord Adopt(JobRecord job, TableauJob found)
    {
        if (job.State != JobState.Submitting)
        {
            return job;
        }

        var adopted = job with
        {
            State = job.Drive.CancelRequested ? JobState.Cancelling : JobState.Pending,
            TableauJobId = found.Id,
            Drive = job.Drive with { AcceptedAt = job.Drive.PostedAt, TurnedAway = 0, MissingSince = null },
        };
        return JobOutcome.Apply(adopted, found, context.Now);
    }

    private JobRecord StillMissing(JobRecord job, string verdict)
    {
        if (job.State != JobState.Submitting)
        {
            return job;
        }

        if (job.Drive.MissingSince is not { } since)
        {
            return job with { Drive = job.Drive with { MissingSince = context.Now } };
        }

        return context.Now - since >= context.Options.UnknownAfter ? JobEndings.Unknown(job, context.Now, verdict) : job;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 310, EventName = "LostAnswerFound", Level = LogLevel.Information,
            Message = "Job {JobId}: the lost answer was found as Tableau's job {TableauJobId}")]
        public static partial void Found(ILogger logger, string jobId, string tableauJobId);

        [LoggerMessage(EventId = 311, EventName = "LostAnswerNotTaken", Level = LogLevel.Warning,
            Message = "Job {JobId}: Tableau shows no job for attempt {Attempt}; it will be asked again")]
        public static partial void NotTaken(ILogger logger, string jobId, int attempt);
    }
}
