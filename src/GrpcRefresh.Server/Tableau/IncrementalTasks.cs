using System.Xml.Linq;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Tableau;

/// <summary>
/// Finds the scheduled task that refreshes content incrementally, the only way to that before API 3.25. A task may say so
/// itself (IncrementExtractTask); most servers call every task RefreshExtractTask, and only the list of its schedule tells
/// full from incremental.
/// </summary>
internal sealed class IncrementalTasks(TableauCaller caller)
{
    public async Task<string?> FindAsync(ResourceType type, string luid, CancellationToken ct)
    {
        foreach (var task in await ReadAsync("tasks/extractRefreshes", "extractRefresh", type, luid, ct))
        {
            if (task.Text("id") is { } id && (IsIncremental(task) || await ScheduleSaysSoAsync(task, id, type, luid, ct)))
            {
                return id;
            }
        }

        return null;
    }

    // IncrementExtractTask in one list, IncrementalRefresh in the other.
    private static bool IsIncremental(XElement task) => task.Text("type")?.StartsWith("Increment", StringComparison.Ordinal) == true;

    // Tableau Cloud's schedules have no id; its API is newer than this question.
    private async Task<bool> ScheduleSaysSoAsync(XElement task, string id, ResourceType type, string luid, CancellationToken ct) =>
        task.Child("schedule")?.Text("id") is { } schedule
        && (await ReadAsync($"schedules/{Uri.EscapeDataString(schedule)}/extracts", "extract", type, luid, ct))
            .Any(extract => extract.Text("id") == id && IsIncremental(extract));

    private async Task<List<XElement>> ReadAsync(string path, string row, ResourceType type, string luid, CancellationToken ct)
    {
        try
        {
            var rows = (await caller.SendAsync(TableauRequest.Get(path), ct))?.Below(row) ?? [];
            return [.. rows.Where(element => string.Equals(element.Child(type.Singular())?.Text("id"), luid, StringComparison.OrdinalIgnoreCase))];
        }
        catch (TableauException e) when (e.Kind is TableauErrorKind.Forbidden or TableauErrorKind.NotFound)
        {
            // Not for this account to see: then no task is known to be incremental.
            return [];
        }
    }
}
