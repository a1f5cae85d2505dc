using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Tableau;

/// <summary>One job as Query Job tells it, or as the answer to a refresh begins it.</summary>
/// <param name="FinishCode">Absent until the job is done: 0 success, 1 failed, 2 cancelled, 3 completed (Bridge).</param>
/// <param name="Notes">Tableau's words in order: the job's notes, then its status notes.</param>
/// <param name="HasErrorNote">A status note of an error type, which makes a finish code of 0 a failure.</param>
/// <param name="ContentLuid">The workbook or data source; null when the answer does not name it.</param>
internal sealed record TableauJob(
    string Id,
    string Type,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? CompletedAt,
    int? FinishCode,
    int? Progress,
    IReadOnlyList<string> Notes,
    bool HasErrorNote,
    ResourceType ContentType,
    string? ContentLuid);
