using System.Globalization;
using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs;

/// <summary>What a job's changes mean to the audit. Pure.</summary>
internal static class JobAudit
{
    /// <summary>The rows that a change brings with it, in the same write: so a POST's intent is down before the POST.</summary>
    public static IEnumerable<AuditEntry> Of(JobRecord before, JobRecord after, AuditNote? note)
    {
        if (after.State == before.State)
        {
            yield break;
        }

        if (after.State == JobState.Submitting)
        {
            yield return Entry(after, AuditAction.TableauRefresh, AuditOutcome.Intended, $"attempt {after.Attempt}, {AuditNames.Of(after.Mode)}");
        }
        else if (before.State == JobState.Submitting)
        {
            var (outcome, detail) = note ?? Submitted(after);
            yield return Entry(after, AuditAction.TableauRefresh, outcome, detail);
        }

        if (after.IsEnded)
        {
            yield return Entry(after, AuditAction.JobEnd, Ended(after.State), after.Error is { } error ? AuditNames.Of(error.Reason) : "");
        }
    }

    /// <summary>A row in a job's chain, for what is done because the job's first caller asked for it.</summary>
    public static AuditEntry Entry(JobRecord job, AuditAction action, AuditOutcome outcome, string detail) =>
        Entry(job, action, AuditTarget.Of(job.Item.Site, job.Item.Type, job.Kind == JobKind.Refresh ? job.Item.Luid : ""), outcome, detail);

    public static AuditEntry Entry(JobRecord job, AuditAction action, AuditTarget target, AuditOutcome outcome, string detail) =>
        new(job.JobId, job.RequestedBy, job.OnBehalfOf, action, target, outcome, detail);

    /// <summary>An accepted request for a refresh: its own caller, who need not be the job's first.</summary>
    public static AuditEntry Call(JobRecord job, JobRequest request, Disposition disposition) =>
        Entry(job, AuditAction.CallRefresh, AuditOutcome.Accepted, $"{AuditNames.Of(disposition)}, {AuditNames.Of(request.Mode)}{Named(request.RequestId)}") with
        {
            Actor = request.Caller,
            OnBehalfOf = request.OnBehalfOf,
        };

    /// <summary>An accepted cancel.</summary>
    public static AuditEntry Call(JobRecord job, string? requestId, string caller, bool detached) =>
        Entry(job, AuditAction.CallCancel, AuditOutcome.Accepted, $"{(detached ? "DETACHED" : "LAST")}{Named(requestId)}") with
        {
            Actor = caller,
            OnBehalfOf = null,
        };

    /// <summary>What Tableau answered, without its words: nobody knows what it quotes in them.</summary>
    public static AuditNote Of(TableauException e) => new(
        e.MayHaveTakenEffect ? AuditOutcome.Unknown : AuditOutcome.Refused,
        $"{AuditNames.Of(e.Kind)}, HTTP status {e.HttpStatus?.ToString(CultureInfo.InvariantCulture) ?? "none"}, Tableau's code {e.Code ?? "none"}, request {e.RequestId ?? "unknown"}");

    private static string Named(string? requestId) => requestId is null ? "" : $", request_id {requestId}";

    private static AuditNote Submitted(JobRecord job) => job switch
    {
        { Foreign: true } => new(AuditOutcome.Refused, $"joined somebody else's run, Tableau's job {job.TableauJobId}"),
        { TableauJobId: { } id } => new(AuditOutcome.Accepted, $"Tableau's job {id}"),
        { State: JobState.UnknownOutcome } => new(AuditOutcome.Unknown, "Tableau did not tell whether it took it"),
        { Error: { } error } => new(AuditOutcome.Refused, AuditNames.Of(error.Reason)),
        _ => new(AuditOutcome.Refused, ""),
    };

    private static AuditOutcome Ended(JobState state) => state switch
    {
        JobState.Succeeded => AuditOutcome.Succeeded,
        JobState.Failed => AuditOutcome.Failed,
        JobState.Cancelled => AuditOutcome.Cancelled,
        JobState.TimedOut => AuditOutcome.TimedOut,
        _ => AuditOutcome.Unknown,
    };
}
