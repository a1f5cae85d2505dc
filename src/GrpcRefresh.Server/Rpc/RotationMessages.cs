using Google.Protobuf.WellKnownTypes;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc;

/// <summary>Rotations as the contract shows them.</summary>
internal static class RotationMessages
{
    public static RotationStep StepOf(RotationStepRecord record) => new()
    {
        Number = record.Number,
        Connection = ConnectionMessages.Of(record.Connection),
        State = record.State,
        Proof = record.Proof,
        Provable = record.Provable,
        Canary = record.Canary,
        NewUserName = record.NewUserName,
        ChangesUserName = record.ChangesUserName,
        ChangesEmbedPassword = record.ChangesEmbedPassword,
        CanRollBack = record.CanRollBack,
        Detail = record.Detail,
        RefreshJobId = record.RefreshJobId ?? "",
        Error = record.Error is { } error ? FailureStatus.Of(error) : null,
        UpdateTime = record.UpdateTime?.ToTimestamp(),
    };

    public static RotationSummary SummaryOf(RotationTally tally) => new()
    {
        Planned = tally.States.GetValueOrDefault(RotationStepState.Planned),
        Updating = tally.States.GetValueOrDefault(RotationStepState.Updating),
        Updated = tally.States.GetValueOrDefault(RotationStepState.Updated),
        Verified = tally.States.GetValueOrDefault(RotationStepState.Verified),
        Failed = tally.States.GetValueOrDefault(RotationStepState.Failed),
        Skipped = tally.States.GetValueOrDefault(RotationStepState.Skipped),
        RolledBack = tally.States.GetValueOrDefault(RotationStepState.RolledBack),
        ProvedStored = tally.Proofs.GetValueOrDefault(ProofLevel.Stored),
        ProvedWorks = tally.Proofs.GetValueOrDefault(ProofLevel.Works),
        ProvedUsesNew = tally.Proofs.GetValueOrDefault(ProofLevel.UsesNew),
        OldSecret = tally.OldSecret,
        Verification = tally.Verification,
        OnFailure = tally.OnFailure,
        Phase = tally.Phase,
        FailingTasks = { tally.FailingTasks.Select(TaskOf) },
        Tokens = { tally.Tokens.Select(TokenOf) },
    };

    private static RotationToken TokenOf(RotationTokenRecord record) => new()
    {
        User = record.User,
        TokenName = record.Name,
        OldTokenName = record.OldName,
        State = record.State,
        Detail = record.Detail,
        ExpireTime = record.ExpiresAt?.ToTimestamp(),
    };

    private static FailingTask TaskOf(FailingTaskRecord record) => new()
    {
        Server = record.Site.Server,
        Site = record.Site.ContentUrl,
        TaskId = record.TaskId,
        ItemLuid = record.ItemLuid,
        ItemName = record.ItemName,
        ConsecutiveFailures = record.ConsecutiveFailures,
        ScheduleState = record.ScheduleState,
    };
}
