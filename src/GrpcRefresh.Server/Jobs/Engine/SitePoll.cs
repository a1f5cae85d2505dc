using System.Collections.Concurrent;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>One look at a site: one list of its jobs, then one question for each that seems to have ended.</summary>
internal sealed partial class SitePoll(SiteContext context, LostAnswers lostAnswers, VanishedJobs vanished, BridgeJobs bridge)
{
    // Accounts without admin rights may not list jobs; asked again now and then, since rights change.
    private static readonly TimeSpan ListRefusedFor = TimeSpan.FromHours(1);
    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(5);

    private DateTimeOffset _listAgainAt = DateTimeOffset.MinValue;

    /// <summary>Looks at these jobs, as they stood before the look.</summary>
    /// <param name="jobs">Tracked jobs, jobs that wait for a foreign run, and SUBMITTING ones with no request under way.</param>
    /// <exception cref="TableauException">Tableau could not be asked; nothing was decided about the jobs left.</exception>
    public async Task RunAsync(IReadOnlyList<JobRecord> jobs, CancellationToken stop)
    {
        var rows = await ListAsync(jobs);
        var questions = new List<(JobRecord Job, TableauJobSummary? Row)>();
        foreach (var job in jobs)
        {
            var row = rows is not null && TableauIdOf(job) is { } id ? rows.GetValueOrDefault(id) : null;
            if (bridge.Rests(job))
            {
                continue;
            }

            if (row is null || JobOutcome.HasEnded(row) || BridgeJobs.WantsAnswer(job, row))
            {
                questions.Add((job, row));
            }
            else if (JobStates.IsTracked(job.State) && !ReferenceEquals(JobOutcome.Apply(job, row), job))
            {
                await context.ChangeAsync(job.JobId, current => JobStates.IsTracked(current.State) ? JobOutcome.Apply(current, row) : current);
            }
        }

        await AskAllAsync(questions, rows, stop);
    }

    /// <summary>There is news from Tableau: the next look leaves nothing out.</summary>
    public void Hasten() => bridge.Hasten();

    /// <summary>One job that Tableau stumbles over must not keep the others from being settled.</summary>
    private async Task AskAllAsync(
        List<(JobRecord Job, TableauJobSummary? Row)> questions, Dictionary<string, TableauJobSummary>? rows, CancellationToken stop)
    {
        var failures = new ConcurrentQueue<TableauException>();
        await Parallel.ForEachAsync(
            questions,
            new ParallelOptions { MaxDegreeOfParallelism = context.Options.MaxParallelRequests, CancellationToken = stop },
            async (question, _) =>
            {
                using var scope = LogScopes.OfJob(context.Log, question.Job.JobId);
                try
                {
                    await AskAsync(question.Job, question.Row, rows);
                }
                catch (TableauException e)
                {
                    failures.Enqueue(e);
                }
            });
        if (!failures.IsEmpty && (failures.Count == questions.Count || failures.Any(failure => failure.Kind == TableauErrorKind.Throttled)))
        {
            throw failures.MaxBy(failure => failure.RetryAfter ?? TimeSpan.Zero)!;
        }
    }

    private async Task<Dictionary<string, TableauJobSummary>?> ListAsync(IReadOnlyList<JobRecord> jobs)
    {
        if (context.Now < _listAgainAt)
        {
            return null;
        }

        try
        {
            // Tableau's clock is learnt from its first answer, and the list is asked for by that clock.
            await context.Site.ReadyAsync(CancellationToken.None);
            await context.DemandFreshEpochAsync();
            var oldest = jobs.Min(job => job.Drive.PostedAt ?? job.CreateTime);
            var rows = await context.Site.ListRefreshJobsAsync(oldest + context.Site.ClockOffset - ClockSlack, CancellationToken.None);
            return rows.DistinctBy(row => row.Id).ToDictionary(row => row.Id);
        }
        catch (TableauException e) when (e.Kind is TableauErrorKind.Forbidden or TableauErrorKind.Refused or TableauErrorKind.NotFound)
        {
            _listAgainAt = context.Now + ListRefusedFor;
            Log.ListRefused(context.Log, context.Site.Key, e.Code);
            return null;
        }
    }

    private Task AskAsync(JobRecord job, TableauJobSummary? row, Dictionary<string, TableauJobSummary>? rows) => job.State switch
    {
        JobState.Submitting => lostAnswers.SettleAsync(job, rows?.Values),
        JobState.Queued => AskAboutForeignAsync(job, row),
        _ => AskAboutOwnAsync(job, row),
    };

    private async Task AskAboutOwnAsync(JobRecord job, TableauJobSummary? row)
    {
        try
        {
            await context.DemandFreshEpochAsync();
            var answer = await context.Site.GetJobAsync(job.TableauJobId!, CancellationToken.None);
            if (BridgeJobs.IsHandOver(job, row, answer))
            {
                await bridge.SettleAsync(job, answer);
            }
            else if (answer is { CompletedAt: not null, FinishCode: null })
            {
                await vanished.SettleAsync(job, row);
            }
            else if (!ReferenceEquals(JobOutcome.Apply(job, answer, context.Now), job))
            {
                await context.ChangeAsync(job.JobId, current => JobStates.IsTracked(current.State) ? JobOutcome.Apply(current, answer, context.Now) : current);
            }
        }
        catch (TableauException e) when (WillNotTell(e))
        {
            await vanished.SettleAsync(job, row);
        }
    }

    private async Task AskAboutForeignAsync(JobRecord job, TableauJobSummary? row)
    {
        if (row is null && !await ForeignRunHasEndedAsync(job.Drive.WaitsForTableauJob!))
        {
            return;
        }

        await context.ChangeAsync(job.JobId, current => current.State != JobState.Queued
            ? current
            : current with { Drive = current.Drive with { WaitsForTableauJob = null, NotBefore = null } });
    }

    private async Task<bool> ForeignRunHasEndedAsync(string tableauJobId)
    {
        try
        {
            await context.DemandFreshEpochAsync();
            return (await context.Site.GetJobAsync(tableauJobId, CancellationToken.None)).CompletedAt is not null;
        }
        catch (TableauException e) when (WillNotTell(e))
        {
            return true;
        }
    }

    /// <summary>A definite answer that asking again will not change.</summary>
    private static bool WillNotTell(TableauException e) =>
        e.Kind is TableauErrorKind.NotFound or TableauErrorKind.JobNotQueryable or TableauErrorKind.Forbidden or TableauErrorKind.Refused;

    private static string? TableauIdOf(JobRecord job) =>
        job.State == JobState.Queued ? job.Drive.WaitsForTableauJob : job.TableauJobId;

    private static partial class Log
    {
        [LoggerMessage(EventId = 320, EventName = "JobListRefused", Level = LogLevel.Warning,
            Message = "On {Site}: Tableau refuses to list jobs (code {Code}); each job is asked about on its own. Make the service's account a site administrator to save requests")]
        public static partial void ListRefused(ILogger logger, SiteKey site, string? code);
    }
}
