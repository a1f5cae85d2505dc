using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>Asks Tableau to start one job: the intent is on disk before the POST, and what came of it after.</summary>
internal sealed partial class Submission(SiteContext context, ForeignRuns foreignRuns, ResourceCatalog catalog)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);

    public async Task RunAsync(string jobId)
    {
        var job = await context.ChangeAsync(jobId, Intend);
        if (job.State != JobState.Submitting)
        {
            return;
        }

        try
        {
            await context.DemandFreshEpochAsync();
            var answer = await PostAsync(job);
            Log.Accepted(context.Log, jobId, answer.Id, job.Attempt);
            await context.ChangeAsync(jobId, current => Accepted(current, answer, foreign: false));
            await NameAsync(job);
        }
        catch (TableauException e)
        {
            Log.TurnedAway(context.Log, jobId, job.Attempt, e.Kind, e.MayHaveTakenEffect, e.Code, e.RequestId, e.Message);
            await TurnAwayAsync(job, e);
        }
    }

    private JobRecord Intend(JobRecord job) => job.State != JobState.Queued ? job : job with
    {
        State = JobState.Submitting,
        Attempt = job.Attempt + 1,
        Drive = job.Drive with { PostedAt = context.Now, NotBefore = null, WaitsForTableauJob = null, MissingSince = null },
    };

    private async Task<TableauJob> PostAsync(JobRecord job)
    {
        // Never cancelled from here: once it is on its way, its answer is wanted.
        var ct = CancellationToken.None;
        var (site, item) = (context.Site, job.Item);
        var incremental = job.Mode == RefreshMode.Incremental;
        if (!incremental || await site.SupportsIncrementalAsync(ct))
        {
            return await site.StartRefreshAsync(item.Type, item.Luid, incremental, ct);
        }

        var task = await site.FindIncrementalTaskAsync(item.Type, item.Luid, ct)
            ?? throw new TableauException(TableauErrorKind.NothingToRefresh, "The content's incremental extract refresh task is gone.");
        return await site.RunExtractTaskAsync(task, ct);
    }

    /// <summary>A luid that was taken while Tableau was down has no name yet.</summary>
    private async Task NameAsync(JobRecord job)
    {
        if (job.Item.Name.Length > 0 || job.Drive.Reference is not { } reference)
        {
            return;
        }

        try
        {
            var item = await catalog.ResolveAsync(reference, CancellationToken.None);
            await context.ChangeAsync(job.JobId, current => current with { Item = item });
        }
        catch (RefusedException e)
        {
            // The refresh runs; only its name stays unknown.
            Log.Unnamed(context.Log, job.JobId, e.Message);
        }
    }

    private async Task TurnAwayAsync(JobRecord job, TableauException e)
    {
        if (e.MayHaveTakenEffect)
        {
            // Stays SUBMITTING: the next poll looks for what came of it.
            return;
        }

        switch (e.Kind)
        {
            case TableauErrorKind.AlreadyQueued:
                await YieldToForeignAsync(job);
                break;
            case TableauErrorKind.NotFound when !job.Drive.Retargeted && job.Drive.Reference is { Luid: null } reference:
                await RetargetAsync(job, reference, e);
                break;
            case TableauErrorKind.Unreachable or TableauErrorKind.Throttled:
            case TableauErrorKind.AuthFailed when e.Code != ErrorCodes.SignInRefused:
                await context.ChangeAsync(job.JobId, current => Requeue(current, e.RetryAfter ?? Pause(current, FirstPause)));
                break;
            default:
                await context.ChangeAsync(job.JobId, current => JobEndings.Failed(current, context.Now, TableauFailures.From(e, context.Site.Key)));
                break;
        }
    }

    private async Task YieldToForeignAsync(JobRecord job)
    {
        if (job.Drive.ForeignRefused)
        {
            await context.ChangeAsync(job.JobId, current => JobEndings.Failed(current, context.Now, new Failure(
                ErrorReason.AlreadyRunning, $"Somebody else's refresh of '{current.Item.Name}' is active in Tableau.")));
            return;
        }

        var run = await foreignRuns.FindAsync(job);
        await context.ChangeAsync(job.JobId, current =>
            run is null ? Requeue(current, Pause(current, context.Options.ConflictRetry))
            : current.Drive.ForeignWelcome && run.Serves(current.Mode) ? Accepted(current, run.Job, foreign: true)
            : Requeue(current, TimeSpan.Zero) is { State: JobState.Queued } waiting ? waiting with { Drive = waiting.Drive with { WaitsForTableauJob = run.Job.Id } }
            : Requeue(current, TimeSpan.Zero));
    }

    /// <summary>The content may have been published anew under the same name: looked up once more, and only once.</summary>
    private async Task RetargetAsync(JobRecord job, ResourceReference reference, TableauException e)
    {
        Failure failure;
        try
        {
            catalog.Forget(job.Item);
            var item = await catalog.ResolveAsync(reference, CancellationToken.None);
            var busy = (await context.Store.InLaneAsync(new Lane(item.Site, item.Type, item.Luid), CancellationToken.None)).Head is { } head && head.JobId != job.JobId;
            if (item.Luid != job.Item.Luid && !busy)
            {
                await context.ChangeAsync(job.JobId, current =>
                    Requeue(current with { Item = item, Drive = current.Drive with { Retargeted = true } }, TimeSpan.Zero));
                return;
            }

            failure = TableauFailures.From(e, context.Site.Key);
        }
        catch (RefusedException refused)
        {
            failure = refused.Failure;
        }

        await context.ChangeAsync(job.JobId, current => JobEndings.Failed(current, context.Now, failure));
    }

    private JobRecord Accepted(JobRecord job, TableauJob answer, bool foreign)
    {
        if (job.State != JobState.Submitting)
        {
            return job;
        }

        var accepted = job with
        {
            State = job.Drive.CancelRequested ? JobState.Cancelling : JobState.Pending,
            TableauJobId = answer.Id,
            Foreign = foreign,
            Drive = job.Drive with { AcceptedAt = context.Now, TurnedAway = 0, MissingSince = null },
        };
        return JobOutcome.Apply(accepted, answer, context.Now);
    }

    private JobRecord Requeue(JobRecord job, TimeSpan pause) => LostAnswers.Requeue(job, context.Now, pause);

    private TimeSpan Pause(JobRecord job, TimeSpan first) => BackOff.Delay(job.Drive.TurnedAway + 1, first, context.Options.BackOffMax);

    private static partial class Log
    {
        [LoggerMessage(EventId = 300, EventName = "Accepted", Level = LogLevel.Information,
            Message = "Job {JobId}: Tableau accepted attempt {Attempt} as {TableauJobId}")]
        public static partial void Accepted(ILogger logger, string jobId, string tableauJobId, int attempt);

        [LoggerMessage(EventId = 302, EventName = "Unnamed", Level = LogLevel.Information, Message = "Job {JobId}: the content's name could not be had: {Problem}")]
        public static partial void Unnamed(ILogger logger, string jobId, string problem);

        [LoggerMessage(EventId = 301, EventName = "TurnedAway", Level = LogLevel.Information,
            Message = "Job {JobId}: attempt {Attempt} brought {Kind}, may have taken effect: {MayHaveTakenEffect} (Tableau's code {Code}, request {RequestId}): {Problem}")]
        public static partial void TurnedAway(
            ILogger logger, string jobId, int attempt, TableauErrorKind kind, bool mayHaveTakenEffect, string? code, string? requestId, string problem);
    }
}
