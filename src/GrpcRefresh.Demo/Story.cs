using GrpcRefresh.Client;
using GrpcRefresh.V1;
using Spectre.Console;

namespace GrpcRefresh.Demo;

/// <summary>What the service is for, in four scenes; each checks what it shows.</summary>
internal sealed class Story(DemoHost demo)
{
    private const int Failed = 3;
    private const int Refused = 7;

    private readonly DemoTool _tool = new(demo.Url);

    /// <summary>Answers whether everything went as told.</summary>
    public async Task<bool> TellAsync() =>
        await RefreshAndJoinAsync() & await AskForAnUnclearNameAsync() & await AskForAWrongNameAsync() & await FailForABadCredentialAsync();

    private async Task<bool> RefreshAndJoinAsync()
    {
        Title("Two extracts are refreshed; a second caller asks for one of them and joins");
        using var program = new GrpcRefreshClient(new GrpcRefreshClientOptions { Address = demo.Url });
        var workbook = await program.RefreshAsync(Ref(ResourceType.Workbook, "Pipeline", "Sales", "EMEA"));
        var datasource = await program.RefreshAsync(Ref(ResourceType.Datasource, "Orders", "Sales"));
        return await _tool.RunAsync("resource", "refresh", "--type", "datasource", "--path", "Sales", "--name", "Orders", "--freshness", "join-active") == 0
            && await _tool.RunAsync("job", "watch", workbook.Job.JobId, datasource.Job.JobId) == 0
            && demo.Tableau.World.Jobs.Count == 2;
    }

    private async Task<bool> AskForAnUnclearNameAsync()
    {
        Title("A name that fits two workbooks is refused, with the candidates");
        return await _tool.RunAsync("resource", "refresh", "--type", "workbook", "--path", "Sales", "--name", "Regional Overview") == Refused;
    }

    private async Task<bool> AskForAWrongNameAsync()
    {
        Title("So is a name that nothing has, with what looks like it");
        return await _tool.RunAsync("resource", "refresh", "--type", "datasource", "--path", "Sales", "--name", "Order") == Refused;
    }

    private async Task<bool> FailForABadCredentialAsync()
    {
        Title("Somebody changed a password in Snowflake: the refresh fails, in Tableau's own words");
        demo.Tableau.World.Snowflake.SetSecrets("FINANCE_SVC", "changed-by-somebody");
        return await _tool.RunAsync("resource", "refresh", "--type", "datasource", "--path", "Finance", "--name", "Ledger", "--wait") == Failed;
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
}
