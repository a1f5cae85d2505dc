using System.Collections.Concurrent;
using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>
/// Refreshes that Tableau Bridge carries out. Tableau shows them as ended with finish code 0 when Bridge has merely accepted them,
/// and with 3 when they are done: so 0 is no end here. See docs/decisions/0006-bridge.md.
/// </summary>
internal sealed class BridgeJobs(SiteContext context, ExtractFreshness freshness)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _asked = new();

    // Bridge takes minutes to hours, and each question counts against the site's budget.
    private TimeSpan AskEvery => context.Options.PollMax * 4;

    /// <summary>Whether Bridge carries it out, as far as the content, Tableau's list or an earlier answer has told.</summary>
    public static bool IsBridged(JobRecord job, TableauJobSummary? row) =>
        job.Item.ViaBridge || job.Drive.HandedOverAt is not null || row?.JobType.EndsWith("_via_bridge", StringComparison.Ordinal) == true;

    public static bool IsHandOver(JobRecord job, TableauJobSummary? row, TableauJob answer) =>
        answer is { CompletedAt: not null, FinishCode: 0, HasErrorNote: false } && IsBridged(job, row);

    /// <summary>
    /// Whether a row that names no end is worth a question all the same: the list may call a job sent for ever, and its word for
    /// that is not known.
    /// </summary>
    public static bool WantsAnswer(JobRecord job, TableauJobSummary row) =>
        JobStates.IsTracked(job.State) && IsBridged(job, row) && row.Status is not ("Pending" or "InProgress");

    /// <summary>Whether a job that was handed over is left alone for now.</summary>
    public bool Rests(JobRecord job) => _asked.TryGetValue(job.JobId, out var asked) && context.Now - asked < AskEvery;

    /// <summary>There is news: nothing rests.</summary>
    public void Hasten() => _asked.Clear();

    /// <summary>Fresh content proves the end; without proof the job goes on, for a time.</summary>
    public async Task SettleAsync(JobRecord job, TableauJob answer)
    {
        var refreshedAt = await freshness.SinceAcceptedAsync(job);
        var settled = await context.ChangeAsync(job.JobId, current => JobStates.IsTracked(current.State) ? Settle(current, answer, refreshedAt) : current);
        _asked[job.JobId] = context.Now;
        if (settled.IsEnded)
        {
            _asked.TryRemove(job.JobId, out _);
        }
    }

    private JobRecord Settle(JobRecord job, TableauJob answer, DateTimeOffset? refreshedAt)
    {
        var since = job.Drive.HandedOverAt ?? context.Now;
        var running = JobOutcome.Apply(job, answer with { CompletedAt = null, Progress = null }, context.Now);
        running = running.Drive.HandedOverAt is not null ? running : running.WithNotes(["Tableau has handed the refresh to Tableau Bridge; its end is waited for."]) with
        {
            Drive = running.Drive with { HandedOverAt = since },
        };
        return refreshedAt is { } fresh
            ? JobEndings.Succeeded(running.WithNotes([$"Tableau has not told how Bridge ended it, but the content is fresh as of {fresh:yyyy-MM-ddTHH:mm:ssZ}."]), fresh)
            : context.Now - since >= context.Options.BridgePatience
            ? JobEndings.Unknown(running, context.Now, "Tableau handed the refresh to Tableau Bridge and did not tell in " +
                $"{context.Options.BridgePatience} how it ended; the content shows no refresh since.")
            : running;
    }
}
