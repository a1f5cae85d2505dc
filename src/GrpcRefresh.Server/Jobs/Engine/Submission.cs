using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>Asks Tableau to start one job: the intent is on disk before the POST, and what came of it after.</summary>
internal sealed partial class Submission(SiteContext context, ForeignRuns foreignRuns, Retargeting retargeting, ResourceCatalog catalog)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);

    public async Task RunAsync(string jobId)
    {
        if (!await ReadyAsync(jobId))
        {
            return;
        }

        var isOurs = false;
        // Asked once more inside the write: a hold that came meanwhile counts.
        var job = await context.ChangeAsync(jobId, current =>
            (isOurs = current.State == JobState.Queued && context.Holds.LetPass(current)) ? Intended(current) : current);
        if (!isOurs)
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
            using var scope = LogScopes.OfTableau(context.Log, e.RequestId);
            Log.TurnedAway(context.Log, jobId, job.Attempt, e.Kind, e.MayHaveTakenEffect, e.Code, e.RequestId, e.Message);
            await TurnAwayAsync(job, e);
        }
        catch (RefusedException e)
        {
            await context.ChangeAsync(jobId, current => JobEndings.Failed(current, context.Now, e.Failure));
        }
    }

    /// <summary>While Tableau is away nothing is attempted, so that the job stays QUEUED and can be joined.</summary>
    private async Task<bool> ReadyAsync(string jobId)
    {
        try
        {
            await context.DemandFreshEpochAsync();
            await context.Site.ReadyAsync(CancellationToken.None);
            return true;
        }
        catch (TableauException e)
        {
            using var scope = LogScopes.OfTableau(context.Log, e.RequestId);
            Log.NotReady(context.Log, jobId, e.Kind, e.Code, e.RequestId, e.Message);
            await context.ChangeAsync(jobId, current =>
                current.State != JobState.Queued ? current
                : IsTemporary(e) ? current with { Drive = current.Drive with { NotBefore = context.Now + Pause(current, e), TurnedAway = current.Drive.TurnedAway + 1 } }
                : JobEndings.Failed(current, context.Now, Failure(current, e)));
            return false;
        }
    }

    private JobRecord Intended(JobRecord job) => job with
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
            ?? throw IncrementalRefusal.Of(item, await site.GetApiVersionAsync(ct));
        await context.AuditAsync(JobAudit.Entry(job, AuditAction.TableauRunTask, AuditOutcome.Intended, $"attempt {job.Attempt}, task {task}"));
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
            await context.ChangeAsync(job.JobId, current => current.IsEnded ? current : current with { Item = item });
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
            var (outcome, detail) = JobAudit.Of(e);
            await context.AuditAsync(JobAudit.Entry(job, AuditAction.TableauRefresh, outcome, detail));
            return;
        }

        if (e.Kind == TableauErrorKind.AlreadyQueued)
        {
            await YieldToForeignAsync(job, e);
        }
        else if (e.Kind == TableauErrorKind.NotFound && await retargeting.TryAsync(job))
        {
            Log.Retargeted(context.Log, job.JobId);
        }
        else
        {
            await context.ChangeAsync(job.JobId, current => IsTemporary(e)
                ? LostAnswers.Requeue(current, context.Now, Pause(current, e))
                : JobEndings.Failed(current, context.Now, Failure(current, e)), JobAudit.Of(e));
        }
    }

    private async Task YieldToForeignAsync(JobRecord job, TableauException e)
    {
        var run = await foreignRuns.FindAsync(job);
        await context.ChangeAsync(job.JobId, current =>
        {
            if (current.Drive.ForeignRefused)
            {
                return JobEndings.Failed(current, context.Now, new Failure(
                    ErrorReason.AlreadyRunning, $"Somebody else's refresh of '{current.Item.Name}' is active in Tableau."));
            }

            var wanted = !current.Drive.CancelRequested && current.Drive.ForeignWelcome;
            if (wanted && run is not null && RunModes.Serves(run.Mode, current.Mode))
            {
                return Accepted(current, run.Job, foreign: true);
            }

            var pause = run is null ? BackOff.Delay(current.Drive.TurnedAway + 1, context.Options.ConflictRetry, context.Options.BackOffMax) : TimeSpan.Zero;
            var queued = LostAnswers.Requeue(current, context.Now, pause);
            return queued.State == JobState.Queued ? queued with { Drive = queued.Drive with { WaitsForTableauJob = run?.Job.Id } } : queued;
        }, JobAudit.Of(e));
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

    /// <summary>Whether the same request may well succeed later. A refused credential is not: it wants a person.</summary>
    private static bool IsTemporary(TableauException e) =>
        e.Kind is TableauErrorKind.Unreachable or TableauErrorKind.Throttled
        || (e.Kind == TableauErrorKind.AuthFailed && e.Code != ErrorCodes.SignInRefused);

    private TimeSpan Pause(JobRecord job, TableauException e)
    {
        var pause = e.RetryAfter ?? BackOff.Delay(job.Drive.TurnedAway + 1, FirstPause, context.Options.BackOffMax);
        // A secret that was replaced is found at the next try, so that one must not be far off.
        return e.Kind == TableauErrorKind.AuthFailed && pause > context.Options.BackOffMax ? context.Options.BackOffMax : pause;
    }

    private Failure Failure(JobRecord job, TableauException e) => TableauFailures.From(e, context.Site.Key, job.Item.Luid);

    private static partial class Log
    {
        [LoggerMessage(EventId = 300, EventName = "Accepted", Level = LogLevel.Information,
            Message = "Job {JobId}: Tableau accepted attempt {Attempt} as {TableauJobId}")]
        public static partial void Accepted(ILogger logger, string jobId, string tableauJobId, int attempt);

        [LoggerMessage(EventId = 301, EventName = "TurnedAway", Level = LogLevel.Information,
            Message = "Job {JobId}: attempt {Attempt} brought {Kind}, may have taken effect: {MayHaveTakenEffect} (Tableau's code {Code}, request {RequestId}): {Problem}")]
        public static partial void TurnedAway(
            ILogger logger, string jobId, int attempt, TableauErrorKind kind, bool mayHaveTakenEffect, string? code, string? requestId, string problem);

        [LoggerMessage(EventId = 302, EventName = "Unnamed", Level = LogLevel.Information, Message = "Job {JobId}: the content's name could not be had: {Problem}")]
        public static partial void Unnamed(ILogger logger, string jobId, string problem);

        [LoggerMessage(EventId = 303, EventName = "NotReady", Level = LogLevel.Information,
            Message = "Job {JobId} waits: Tableau cannot be asked, {Kind} (code {Code}, request {RequestId}): {Problem}")]
        public static partial void NotReady(ILogger logger, string jobId, TableauErrorKind kind, string? code, string? requestId, string problem);

        [LoggerMessage(EventId = 304, EventName = "Retargeted", Level = LogLevel.Information, Message = "Job {JobId}: its content was published anew under the same name")]
        public static partial void Retargeted(ILogger logger, string jobId);
    }
}
