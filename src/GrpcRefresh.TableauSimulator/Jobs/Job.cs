using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Jobs;

/// <summary>An extract refresh as it stands at one moment; times are exact, although the API shows whole seconds.</summary>
public sealed record Job
{
    /// <summary>The job's LUID.</summary>
    public required string Luid { get; init; }

    /// <summary>The order of creation.</summary>
    public required long Sequence { get; init; }

    /// <summary>The site.</summary>
    public required string SiteLuid { get; init; }

    /// <summary>The item whose extract is refreshed.</summary>
    public required string ItemLuid { get; init; }

    /// <summary>The item's name when the job was made; the job list's title.</summary>
    public required string ItemName { get; init; }

    /// <summary>The item's kind.</summary>
    public required ContentKind Kind { get; init; }

    /// <summary>Incremental instead of full.</summary>
    public bool Incremental { get; init; }

    /// <summary>Lower runs first: 0 for starts through the API, 50 for schedules.</summary>
    public int Priority { get; init; }

    /// <summary>The LUID of the user who asked; null for Tableau's own schedule.</summary>
    public string? StartedBy { get; init; }

    internal bool IsScheduled => StartedBy is null;

    /// <summary>When it was queued.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The earliest start.</summary>
    public required DateTimeOffset ReadyAt { get; init; }

    /// <summary>When a backgrounder took it.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, however it ended.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>0 success, 1 failure, 2 cancelled, 3 completed by Bridge; null until the end.</summary>
    public int? FinishCode { get; init; }

    /// <summary>The text of the failure, where Tableau gives one.</summary>
    public string? Notes { get; init; }

    /// <summary>A further note, which Tableau keeps apart from the first.</summary>
    public string? StatusNote { get; init; }

    /// <summary>How it is going to end.</summary>
    public JobOutcome Outcome { get; init; }

    /// <summary>How long it runs, if not as long as everybody's.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Carried out by Tableau Bridge.</summary>
    public bool ViaBridge { get; init; }

    /// <summary>No longer shown by any query, although it runs on.</summary>
    public bool Vanished { get; init; }

    /// <summary>Where it stands.</summary>
    public JobState State => (FinishCode, StartedAt) switch
    {
        _ when IsSent => JobState.SentToBridge,
        (null, null) => JobState.Pending,
        (null, _) => JobState.InProgress,
        (1, _) => JobState.Failed,
        (2, _) => JobState.Cancelled,
        _ => JobState.Success,
    };

    internal DateTimeOffset? EndsAt { get; init; }

    internal DateTimeOffset? CancelAt { get; init; }

    /// <summary>When Bridge accepts it.</summary>
    internal DateTimeOffset? SentAt { get; init; }

    private bool IsSent { get; init; }

    /// <summary>
    /// As the API shows it: a job that Bridge has accepted looks done, with finish code 0, while it still runs. Its real end takes
    /// the place of that.
    /// </summary>
    internal Job SeenAt(DateTimeOffset now) =>
        CompletedAt is null && SentAt <= now ? this with { IsSent = true, CompletedAt = SentAt, FinishCode = 0 } : this;
}
