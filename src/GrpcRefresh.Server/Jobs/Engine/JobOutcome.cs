using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>What Tableau says about a job, applied to our record of it. Pure; the same record back means no news.</summary>
internal static class JobOutcome
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int Cancelled = 2;
    // Sent for runs through Tableau Bridge.
    private const int Completed = 3;

    /// <summary>Query Job's answer: the only one that tells how a job ended.</summary>
    public static JobRecord Apply(JobRecord job, TableauJob answer, DateTimeOffset now)
    {
        var seen = Progressed(job, answer.StartedAt, answer.Progress);
        if (answer.CompletedAt is null || answer.FinishCode is not { } code || BridgeJobs.IsHandOver(job, row: null, answer))
        {
            return seen;
        }

        var noted = seen.WithNotes(answer.Notes);
        var end = answer.CompletedAt.Value;
        return code switch
        {
            Success when answer.HasErrorNote => JobEndings.Failed(noted, end, Failed(noted, code, "Tableau says that the refresh ended well, but with an error note.")),
            Success or Completed => JobEndings.Succeeded(noted, end),
            Failure => JobEndings.Failed(noted, end, Failed(noted, code, "The refresh failed in Tableau.")),
            Cancelled => JobEndings.Cancelled(noted, end, "The refresh was cancelled in Tableau."),
            _ => JobEndings.Unknown(noted, now, $"Tableau ended the job with the finish code {code}, which is not known here."),
        };
    }

    /// <summary>A row of Query Jobs, for a job that has not ended.</summary>
    public static JobRecord Apply(JobRecord job, TableauJobSummary row) =>
        Progressed(job, row.StartedAt ?? (row.Status == "InProgress" ? row.CreatedAt : null), progress: null);

    /// <summary>Whether a row says that the job is over, so that its outcome is worth a question.</summary>
    public static bool HasEnded(TableauJobSummary row) =>
        row.EndedAt is not null || row.Status is "Success" or "Failed" or "Cancelled";

    /// <summary>The outcome by the row alone, for a job that Query Job will not tell about; null when the row tells none.</summary>
    public static JobRecord? SettleByRow(JobRecord job, TableauJobSummary row, DateTimeOffset now)
    {
        var noted = job.WithNotes(["Tableau does not answer questions about this job; its list of jobs tells the outcome."]);
        var end = row.EndedAt ?? now;
        return row.Status switch
        {
            "Success" => JobEndings.Succeeded(noted, end),
            "Failed" => JobEndings.Failed(noted, end, Failed(noted, Failure, "The refresh failed in Tableau.")),
            "Cancelled" => JobEndings.Cancelled(noted, end, "The refresh was cancelled in Tableau."),
            _ => null,
        };
    }

    private static JobRecord Progressed(JobRecord job, DateTimeOffset? startedAt, int? progress)
    {
        var state = job.State == JobState.Pending && startedAt is not null ? JobState.Running : job.State;
        var known = job with
        {
            State = state,
            StartTime = startedAt ?? job.StartTime,
            Progress = progress is >= 0 and <= 100 ? progress : job.Progress,
            Drive = job.Drive with { MissingSince = null },
        };
        return known == job ? job : known;
    }

    private static Failure Failed(JobRecord job, int code, string sentence) => new(
        ErrorReason.RefreshFailed,
        job.Notes.Count > 0 ? $"{sentence} It says: {job.Notes[^1]}" : $"{sentence} It gave no reason.")
    {
        Metadata = new Dictionary<string, string> { ["finish_code"] = $"{code}" },
    };
}
