using System.Xml.Linq;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Tableau;

/// <summary>Starts extract refreshes: of content, or by running a scheduled task.</summary>
internal sealed class RefreshCalls(TableauCaller caller)
{
    public async Task<bool> SupportsIncrementalAsync(CancellationToken ct) =>
        await caller.GetVersionAsync(ct) >= ApiVersion.FirstWithIncremental;

    public async Task<TableauJob> StartAsync(ResourceType type, string luid, bool incremental, CancellationToken ct)
    {
        var path = $"{type.Plural()}/{Uri.EscapeDataString(luid)}/refresh";
        if (await SupportsIncrementalAsync(ct))
        {
            var refresh = new XElement("extractRefresh", incremental ? new XAttribute("incremental", "true") : null);
            return await PostAsync(path, new XElement("tsRequest", refresh), ct);
        }

        return incremental
            ? throw new TableauException(TableauErrorKind.Refused, "This Tableau is too old for incremental refreshes of content: its API is below 3.25.")
            : await PostAsync(path, new XElement("tsRequest"), ct);
    }

    public Task<TableauJob> RunTaskAsync(string taskId, CancellationToken ct) =>
        PostAsync($"tasks/extractRefreshes/{Uri.EscapeDataString(taskId)}/runNow", new XElement("tsRequest"), ct);

    private async Task<TableauJob> PostAsync(string path, XElement body, CancellationToken ct)
    {
        var request = TableauRequest.Write(HttpMethod.Post, path, body);
        var root = await caller.SendAsync(request, ct);
        return root?.Child("job") is { } job && JobXml.ReadJob(job) is { } started ? started : throw AnswerProblem.Incomplete(request, "the job it started");
    }
}
