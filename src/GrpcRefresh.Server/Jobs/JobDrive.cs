using GrpcRefresh.Server.Catalog;

namespace GrpcRefresh.Server.Jobs;

/// <summary>What the engine remembers about a job between two looks at it, also across a restart.</summary>
internal sealed record JobDrive
{
    /// <summary>How the caller named the content, to find it again when Tableau no longer knows its luid.</summary>
    public ResourceReference? Reference { get; init; }

    /// <summary>Whether the content was already looked up anew after a 404.</summary>
    public bool Retargeted { get; init; }

    /// <summary>Not to be submitted before this time.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>When the current attempt's POST was about to be sent, by our clock.</summary>
    public DateTimeOffset? PostedAt { get; init; }

    /// <summary>Every caller so far is content with a run that somebody else started.</summary>
    public bool ForeignWelcome { get; init; }

    /// <summary>The only caller wants to be refused when somebody else's run is active.</summary>
    public bool ForeignRefused { get; init; }

    /// <summary>Tableau's job of somebody else whose end is waited for.</summary>
    public string? WaitsForTableauJob { get; init; }

    /// <summary>Submissions in a row that Tableau turned away for now.</summary>
    public int TurnedAway { get; init; }

    /// <summary>When Tableau accepted the current attempt, by our clock.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>The last request was withdrawn while the POST was under way.</summary>
    public bool CancelRequested { get; init; }

    /// <summary>Who withdrew the last request, so that Tableau is asked to cancel.</summary>
    public string? CancelledBy { get; init; }

    /// <summary>When Tableau was first seen to have handed the job to Bridge.</summary>
    public DateTimeOffset? HandedOverAt { get; init; }

    /// <summary>When Tableau first answered that it does not know the job, or that it took no such job.</summary>
    public DateTimeOffset? MissingSince { get; init; }

    /// <summary>The span of the call that made the job, so that its own stands below it; null when that call was not traced.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The rotations that asked for this refresh themselves; their holds do not hold it. Null when none did.</summary>
    public IReadOnlyList<string>? PassesHoldsOf { get; init; }
}
