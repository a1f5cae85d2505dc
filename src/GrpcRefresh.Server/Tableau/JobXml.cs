using System.Xml.Linq;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Tableau;

/// <summary>Reads jobs in the shapes Tableau has for them: the answer to a start, Query Job, and a row of Query Jobs.</summary>
internal static class JobXml
{
    public static TableauJob? ReadJob(XElement job)
    {
        var content = job.Below("workbook").Concat(job.Below("datasource")).FirstOrDefault();
        var statusNotes = job.Below("statusNote").ToList();
        return job.Text("id") is { } id
            ? new TableauJob(
                id,
                job.Text("type") ?? "",
                job.Time("createdAt"),
                job.Time("startedAt"),
                job.Time("completedAt"),
                job.Number("finishCode"),
                job.Number("progress"),
                Notes(job, statusNotes),
                statusNotes.Any(note => note.Text("type")?.Contains("error", StringComparison.OrdinalIgnoreCase) == true),
                content?.Name.LocalName switch
                {
                    "workbook" => ResourceType.Workbook,
                    "datasource" => ResourceType.Datasource,
                    _ => ResourceType.Unspecified,
                },
                content?.Text("id"))
            : null;
    }

    public static TableauJobSummary? ReadSummary(XElement row) => row.Text("id") is { } id
        ? new TableauJobSummary(
            id,
            row.Text("status") ?? "",
            row.Text("jobType") ?? "",
            row.Text("title"),
            row.Time("createdAt"),
            row.Time("startedAt"),
            // The documentation knows both names.
            row.Time("endedAt") ?? row.Time("completedAt"))
        : null;

    private static List<string> Notes(XElement job, List<XElement> statusNotes) =>
    [
        .. job.Below("notes").Select(note => note.Value.Trim())
            .Concat(statusNotes.Select(note => note.Text("text")?.Trim() ?? note.Value.Trim()))
            .Where(text => text.Length > 0)
            .Distinct(),
    ];
}
