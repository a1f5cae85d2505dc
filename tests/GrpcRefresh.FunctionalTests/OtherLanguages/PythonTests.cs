using System.Diagnostics;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.OtherLanguages;

/// <summary>The program of docs/other-languages.md.</summary>
public sealed class PythonTests(PythonClient client) : IClassFixture<PythonClient>
{
    [Fact]
    public void The_page_shows_the_program_that_is_run_here()
    {
        var program = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "OtherLanguages", "refresh.py"));

        Assert.Contains($"```python\n{program}```\n", File.ReadAllText(Path.Combine(Checkout.Root, "docs", "other-languages.md")), StringComparison.Ordinal);
    }

    [PythonFact]
    public async Task A_refresh_is_watched_to_its_end()
    {
        await using var service = await TestService.StartAsync();

        var run = await RunAsync(service, "Sales", "Orders");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal("JOB_STATE_SUCCEEDED", run.Lines[^1]);
    }

    [PythonFact]
    public async Task A_refresh_that_fails_says_so_in_Tableaus_words()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.World.Snowflake.SetSecrets("FINANCE_SVC", "another");

        var run = await RunAsync(service, "Finance", "Ledger");

        Assert.Equal((3, ""), (run.ExitCode, run.Errors));
        Assert.Matches("JOB_STATE_FAILED\n  Tableau says: .*Incorrect username or password", run.Output);
    }

    [PythonFact]
    public async Task A_refusal_is_read_to_its_details()
    {
        await using var service = await TestService.StartAsync();

        var run = await RunAsync(service, "Sales", "Order");

        Assert.Equal((7, ""), (run.ExitCode, run.Errors));
        Assert.StartsWith("NOT_FOUND There is no data source Sales / Order", run.Lines[0], StringComparison.Ordinal);
        Assert.Contains("  reason: RESOURCE_NOT_FOUND", run.Lines);
        Assert.Contains($"  Sales / Orders: {service.Tableau.World.Item("Sales/Orders").Luid}", run.Lines);
    }

    [PythonFact]
    public async Task A_watch_goes_on_when_the_service_was_restarted()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.Settings.JobDuration = TimeSpan.FromMinutes(10);
        var start = await client.StartAsync(service.Url, "Sales", "Orders");
        start.RedirectStandardOutput = true;
        using var program = Process.Start(start)!;
        while (await program.StandardOutput.ReadLineAsync().WaitAsync(CallExtensions.Patience) is { } line && line != "JOB_STATE_RUNNING")
        {
        }

        await service.RestartAsync();
        service.Tableau.World.ChangeJob(service.Tableau.World.Jobs.Single().Luid, duration: TimeSpan.FromSeconds(1));

        Assert.Equal("JOB_STATE_SUCCEEDED\n", await program.StandardOutput.ReadToEndAsync().WaitAsync(CallExtensions.Patience));
        await program.WaitForExitAsync();
        Assert.Equal(0, program.ExitCode);
    }

    private async Task<ProgramRun> RunAsync(TestService service, string project, string name) =>
        await ProgramRun.OfAsync(await client.StartAsync(service.Url, project, name));
}
