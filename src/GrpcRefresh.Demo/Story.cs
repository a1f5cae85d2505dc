using Grpc.Core;
using GrpcRefresh.V1;
using Spectre.Console;

namespace GrpcRefresh.Demo;

/// <summary>What the service is for, in four scenes; each checks what it shows.</summary>
internal sealed class Story(DemoHost demo)
{
    private readonly RefreshService.RefreshServiceClient _refreshes = new(demo.Channel);
    private readonly JobBoard _board = new(new JobService.JobServiceClient(demo.Channel));

    /// <summary>Answers whether everything went as told.</summary>
    public async Task<bool> TellAsync() =>
        await RefreshAndJoinAsync() & await AskForAnUnclearNameAsync() & await AskForAWrongNameAsync() & await FailForABadCredentialAsync();

    private async Task<bool> RefreshAndJoinAsync()
    {
        Title("Two extracts are refreshed; a second caller asks for one of them and joins");
        var workbook = await RefreshAsync(Ref(ResourceType.Workbook, "Pipeline", "Sales", "EMEA"));
        var datasource = await RefreshAsync(Ref(ResourceType.Datasource, "Orders", "Sales"));
        var second = await RefreshAsync(Ref(ResourceType.Datasource, "Orders", "Sales"), Freshness.JoinActive);
        Say($"second caller: {Words.Of(second.Disposition)} job {second.Job.JobId[..8]}");
        var ended = await _board.WatchAsync([workbook.Job, datasource.Job]);
        return second.Job.JobId == datasource.Job.JobId && ended.All(job => job.State == JobState.Succeeded);
    }

    private async Task<bool> AskForAnUnclearNameAsync()
    {
        Title("A name that fits two workbooks is refused, with the candidates");
        return await RefusedAsync(Ref(ResourceType.Workbook, "Regional Overview", "Sales"), ErrorReason.ResourceAmbiguous);
    }

    private async Task<bool> AskForAWrongNameAsync()
    {
        Title("So is a name that nothing has, with what looks like it");
        return await RefusedAsync(Ref(ResourceType.Datasource, "Order", "Sales"), ErrorReason.ResourceNotFound);
    }

    private async Task<bool> FailForABadCredentialAsync()
    {
        Title("Somebody changed a password in Snowflake: the refresh fails, in Tableau's own words");
        demo.Tableau.World.Snowflake.SetSecrets("FINANCE_SVC", "changed-by-somebody");
        var ledger = await RefreshAsync(Ref(ResourceType.Datasource, "Ledger", "Finance"));
        var ended = (await _board.WatchAsync([ledger.Job]))[0];
        foreach (var note in ended.TableauNotes)
        {
            Say($"Tableau says: {note}");
        }

        return ended.State == JobState.Failed && ended.TableauNotes.Count > 0;
    }

    private async Task<RefreshResourceResponse> RefreshAsync(ResourceRef resource, Freshness freshness = Freshness.AfterRequest) =>
        await _refreshes.RefreshResourceAsync(new RefreshResourceRequest
        {
            Resource = resource,
            Freshness = freshness,
            RequestId = Guid.NewGuid().ToString(),
        });

    private async Task<bool> RefusedAsync(ResourceRef resource, ErrorReason expected)
    {
        try
        {
            await RefreshAsync(resource);
            return false;
        }
        catch (RpcException e) when (Refusal.Of(e) is { } refusal)
        {
            Say($"{e.StatusCode} {refusal.Reason}: {e.Status.Detail}");
            foreach (var candidate in refusal.Candidates)
            {
                Say($"  candidate: {candidate}");
            }

            return refusal.Reason == Words.Of(expected);
        }
    }

    private static ResourceRef Ref(ResourceType type, string name, params string[] projects) => new()
    {
        Type = type,
        Path = new ResourcePath { ProjectPath = { projects }, Name = name },
    };

    private static void Title(string text)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.MarkupLineInterpolated($"[bold]{text}[/]");
    }

    private static void Say(string text) => AnsiConsole.MarkupLineInterpolated($"  {text}");
}
