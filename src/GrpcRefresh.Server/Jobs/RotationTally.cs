using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs;

/// <summary>A rotation's numbers, as its job shows them.</summary>
internal sealed record RotationTally
{
    public required OldSecret OldSecret { get; init; }

    public required Verification Verification { get; init; }

    public required OnFailure OnFailure { get; init; }

    public string Phase { get; init; } = "";

    public IReadOnlyDictionary<RotationStepState, int> States { get; init; } = new Dictionary<RotationStepState, int>();

    public IReadOnlyDictionary<ProofLevel, int> Proofs { get; init; } = new Dictionary<ProofLevel, int>();

    public IReadOnlyList<FailingTaskRecord> FailingTasks { get; init; } = [];

    public IReadOnlyList<RotationTokenRecord> Tokens { get => field ?? []; init; } = [];
}

/// <summary>A Snowflake token that a rotation makes, as its job shows it.</summary>
/// <param name="Name">Empty in a rehearsal, which makes none.</param>
/// <param name="OldName">Empty when there is none, or nobody can tell which.</param>
internal sealed record RotationTokenRecord(string User, string Name, string OldName, RotationTokenState State, string Detail)
{
    /// <summary>When it ends; null until it is made.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>An extract refresh task that has failed several times in a row.</summary>
internal sealed record FailingTaskRecord(SiteKey Site, string TaskId, string ItemLuid, string ItemName, int ConsecutiveFailures, string ScheduleState);
