using System.Runtime.CompilerServices;
using Google.Protobuf.WellKnownTypes;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc;

/// <summary>Jobs as the contract shows them.</summary>
/// <remarks>
/// All watchers of a job are handed the same record, so its message is built once and kept for as long as the record
/// lives. Messages are mutable: nobody may change one that came from here.
/// </remarks>
internal static class JobMessages
{
    private static readonly ConditionalWeakTable<JobRecord, Job> Built = [];

    public static Job Of(JobRecord record) => Built.GetValue(record, static record => Build(record));

    private static Job Build(JobRecord record)
    {
        var job = new Job
        {
            JobId = record.JobId,
            Kind = record.Kind,
            State = record.State,
            Resource = record.Kind == JobKind.Rotation ? null : ResourceMessages.Of(record.Item),
            Mode = record.Mode,
            TableauJobId = record.TableauJobId ?? "",
            Revision = record.Revision,
            CreateTime = record.CreateTime.ToTimestamp(),
            StartTime = record.StartTime?.ToTimestamp(),
            EndTime = record.EndTime?.ToTimestamp(),
            UpdateTime = record.UpdateTime.ToTimestamp(),
            Error = record.Error is { } error ? FailureStatus.Of(error) : null,
            TableauNotes = { record.Notes },
            RequestedBy = record.RequestedBy,
            Labels = { record.Labels.ToDictionary() },
            Attempt = record.Attempt,
            Foreign = record.Foreign,
            JoinCount = record.JoinCount,
            Rotation = record.Rotation is { } tally ? RotationMessages.SummaryOf(tally) : null,
            OnBehalfOf = record.OnBehalfOf is { } behalf
                ? new OnBehalfOf { User = behalf.User, Role = behalf.Role, Task = behalf.Task, QueryId = behalf.QueryId }
                : null,
        };

        if (record.Progress is { } progress)
        {
            job.ProgressPercent = progress;
        }

        return job;
    }
}
