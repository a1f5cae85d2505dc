using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs;

/// <summary>Chooses jobs: all parts must hold, an empty part holds for every job.</summary>
internal sealed record JobQuery
{
    public static readonly JobQuery Everything = new();

    public IReadOnlyList<JobState> States { get; init; } = [];

    public IReadOnlyList<JobKind> Kinds { get; init; } = [];

    /// <summary>contentUrls; the empty string is the Default site.</summary>
    public IReadOnlyList<string> Sites { get; init; } = [];

    public Lane? Resource { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public DateTimeOffset? CreatedAfter { get; init; }

    /// <summary>Only what this caller may see; null sees everything.</summary>
    public Caller? Viewer { get; init; }

    public bool Matches(JobRecord job) =>
        (Viewer is null || Viewer.Sees(job))
        && (States.Count == 0 || States.Contains(job.State))
        && (Kinds.Count == 0 || Kinds.Contains(job.Kind))
        && (Sites.Count == 0 || job.TouchedSites.Any(site => Sites.Contains(site.ContentUrl)))
        && (Resource is null || Resource == job.Lane)
        && (CreatedAfter is null || job.CreateTime >= CreatedAfter)
        && Labels.All(label => job.Labels.TryGetValue(label.Key, out var value) && value == label.Value);
}
