using System.Xml.Linq;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Tableau;

/// <summary>Lists the scheduled extract refreshes of a site, which come in one piece.</summary>
internal sealed class ExtractTaskCalls(TableauCaller caller)
{
    private static readonly ResourceType[] Types = [ResourceType.Workbook, ResourceType.Datasource];

    public async Task<IReadOnlyList<TableauExtractTask>> ListAsync(CancellationToken ct)
    {
        var root = await caller.SendAsync(TableauRequest.Get("tasks/extractRefreshes"), ct);
        return [.. (root?.Below("extractRefresh") ?? []).Select(Read).OfType<TableauExtractTask>()];
    }

    private static TableauExtractTask? Read(XElement row) =>
        row.Text("id") is { } id && Types.FirstOrDefault(type => row.Child(type.Singular()) is not null) is var type and not ResourceType.Unspecified
            && row.Child(type.Singular())!.Text("id") is { } luid
            ? new TableauExtractTask(id, type, luid, row.Number("consecutiveFailedCount") ?? 0, row.Child("schedule")?.Text("state") ?? "")
            : null;
}
