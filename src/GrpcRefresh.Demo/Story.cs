using GrpcRefresh.Client;
using GrpcRefresh.V1;
using Spectre.Console;

namespace GrpcRefresh.Demo;

/// <summary>What the service is for, in five scenes; each checks what it shows.</summary>
internal sealed class Story(DemoHost demo)
{
    private const int Failed = 3;
    private const int Refused = 7;

    private readonly DemoTool _tool = new(demo.Url);

    /// <summary>Answers whether everything went as told.</summary>
    public async Task<bool> TellAsync() =>
        await RefreshAndJoinAsync() & await AskForAnUnclearNameAsync() & await AskForAWrongNameAsync() & await FailForABadCredentialAsync() & await RenewATokenAsync();

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
        demo.Snowflake.ChangePassword("FINANCE_SVC", "changed-by-somebody");
        return await _tool.RunAsync("resource", "refresh", "--type", "datasource", "--path", "Finance", "--name", "Ledger", "--wait") == Failed;
    }

    private async Task<bool> RenewATokenAsync()
    {
        Title("A token that three connections hold is renewed: nobody sees the new one, every connection is proved to use it, then the old one goes");
        var old = demo.Snowflake.Tokens;
        var ended = await _tool.RunAsync(
            "connection", "rotate", "--host", "acme-analytics.snowflakecomputing.com", "--user", DemoSnowflake.TokenUser,
            "--snowflake-token", DemoSnowflake.TokenUser, "--old-token", DemoSnowflake.OldToken, "--overlap", "0s", "--verification", "refresh-all", "--yes", "--wait");
        AnsiConsole.MarkupLineInterpolated($"Tokens of {DemoSnowflake.TokenUser} in Snowflake before: {string.Join(", ", old)}; now: [bold]{string.Join(", ", demo.Snowflake.Tokens)}[/]");
        return ended == 0 && demo.Snowflake.Tokens is [var only] && !old.Contains(only);
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
