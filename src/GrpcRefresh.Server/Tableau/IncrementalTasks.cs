using System.Xml.Linq;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Tableau;

/// <summary>
/// Finds the scheduled task that refreshes content incrementally, the only way to that before API 3.25. The list of
/// tasks calls every type RefreshExtractTask; only the list of a schedule tells full from incremental.
/// </summary>
internal sealed class IncrementalTasks(TableauCaller caller)
{
    private const string Incremental = "IncrementalRefresh";

    public async Task<string?> FindAsync(ResourceType type, string luid, CancellationToken ct)
    {
        var tasks = await ReadAsync("tasks/extractRefreshes", "extractRefresh", type, luid, ct);
        foreach (var (id, schedule) in tasks.Select(task => (task.Text("id"), task.Child("schedule")?.Text("id"))))
        {
            if (id is not null && schedule is not null && await IsIncrementalAsync(schedule, id, type, luid, ct))
            {
                return id;
            }
        }

        return null;
    }

    private async Task<bool> IsIncrementalAsync(string schedule, string task, ResourceType type, string luid, CancellationToken ct)
    {
        var extracts = await ReadAsync($"schedules/{Uri.EscapeDataString(schedule)}/extracts", "extract", type, luid, ct);
        return extracts.Any(extract => extract.Text("id") == task && extract.Text("type") == Incremental);
    }

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
