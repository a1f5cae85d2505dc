using System.Text.Json.Serialization;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs;

/// <summary>A job at one revision. Immutable: every change makes a new record, and every reader may keep the old one.</summary>
internal sealed record JobRecord
{
    public required string JobId { get; init; }

    public required JobKind Kind { get; init; }

    public required JobState State { get; init; }

    public required CatalogItem Item { get; init; }

    public required RefreshMode Mode { get; init; }

    public string? TableauJobId { get; init; }

    public long Revision { get; init; }

    public int? Progress { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    public required DateTimeOffset UpdateTime { get; init; }

    public Failure? Error { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];

    public required string RequestedBy { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public int Attempt { get; init; }

    public bool Foreign { get; init; }

    public int JoinCount { get; init; }

    public OnBehalf? OnBehalfOf { get; init; }

    /// <summary>The sites that a rotation touches. Other jobs have the one of their content.</summary>
    public IReadOnlyList<SiteKey> Sites { get => field ?? []; init; } = [];

    /// <summary>Every site that the job is about.</summary>
    [JsonIgnore]
    public IReadOnlyList<SiteKey> TouchedSites => Kind == JobKind.Rotation ? Sites : [Item.Site];

    /// <summary>A rotation's numbers; null for other jobs.</summary>
    public RotationTally? Rotation { get; init; }

    /// <summary>The steps of a rotation that this revision changed. Told by the event of that revision, and by nothing later.</summary>
    public IReadOnlyList<RotationStepRecord> ChangedSteps { get => field ?? []; init; } = [];

    /// <summary>What only the engine needs to know; never shown to callers.</summary>
    public JobDrive Drive { get; init; } = new();

    [JsonIgnore]
    public bool IsEnded => JobStates.IsEnded(State);

    [JsonIgnore]
    public Lane Lane => new(Item.Site, Item.Type, Item.Luid);

    /// <summary>Whether a slow reader may be spared this change for a later one: nothing would be lost.</summary>
    public bool IsOvertakenBy(JobRecord later) => later.State == State && ChangedSteps.Count == 0;

    /// <summary>Adds a note, within the contract's bounds: the oldest notes win, because they came first from Tableau.</summary>
    public JobRecord WithNotes(IEnumerable<string> notes) =>
        this with { Notes = [.. Notes.Concat(notes.Where(note => note.Length > 0).Select(Bound)).Distinct().Take(MaxNotes)] };

    private const int MaxNotes = 16;
    private const int MaxNoteLength = 4_000;

    private static string Bound(string note) => note.Length <= MaxNoteLength ? note : note[..MaxNoteLength];
}
