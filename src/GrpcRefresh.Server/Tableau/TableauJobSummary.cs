namespace GrpcRefresh.Server.Tableau;

/// <summary>One row of Query Jobs: it names neither the content's id nor the finish code.</summary>
/// <param name="Status">Tableau's word, an open set: Pending, InProgress, Success, Failed, Cancelled, …</param>
/// <param name="JobType">For refreshes refresh_extracts or increment_extracts, possibly with a suffix.</param>
internal sealed record TableauJobSummary(
    string Id,
    string Status,
    string JobType,
    string? Title,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt);
