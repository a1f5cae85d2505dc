using System.Text.RegularExpressions;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Cli;

/// <summary>The tool at a terminal, which <c>script</c> of util-linux provides.</summary>
public sealed partial class TerminalTests : ToolTest
{
    protected override TimeSpan JobDuration => TimeSpan.FromSeconds(2);

    [ScriptFact]
    public async Task At_a_terminal_the_jobs_are_bars_that_are_redrawn()
    {
        Service.Tableau.World.Snowflake.SetSecrets("FINANCE_SVC", "another");

        var run = await AtTerminalAsync("resource refresh --wait --type datasource --path Sales --name Orders");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\x1b[?25l", run.Output, StringComparison.Ordinal);
        Assert.Contains("━━━━━━", run.Output, StringComparison.Ordinal);
        Assert.Matches(CursorUp(), run.Output);
        Assert.Contains("1 running", run.Output, StringComparison.Ordinal);
        Assert.Contains("\x1b[?25h", run.Output, StringComparison.Ordinal);
        Assert.Matches("STARTED   SUCCEEDED +Sales / Orders", run.Output);
    }

    [ScriptFact]
    public async Task More_jobs_than_lines_are_counted_below_those_that_fit()
    {
        var names = Service.Tableau.World.Items.Where(item => item.Kind == Simulation.World.ContentKind.Workbook && item.HasExtracts && item.Site.ContentUrl.Length == 0).Select(item => item.Luid).ToList();

        var run = await AtTerminalAsync($"resource refresh --wait --type workbook {string.Join(' ', names.Select(luid => $"--luid {luid}"))}", lines: 8);

        Assert.True(names.Count > 8);
        Assert.Contains($"{names.Count} succeeded", run.Output, StringComparison.Ordinal);
        Assert.Equal(5, Frames(run.Output)[^1].Count(line => line.Contains('━')));
    }

    [ScriptFact]
    public async Task Json_stays_free_of_it()
    {
        var run = await AtTerminalAsync("resource refresh --type datasource --path Sales --name Orders --output json");

        // The runtime sets the keypad up before anything is written; of ours there is nothing.
        Assert.Matches("^(\x1b\\[\\?1h\x1b=)?{ \"job\": .*}\r?\n$", run.Output);
    }

    private Task<ProgramRun> AtTerminalAsync(string line, int lines = 24)
    {
        Variables["TERM"] = "xterm-256color";
        return ProgramRun.OfAsync(Start("script", "-qec", $"stty cols 100 rows {lines}; dotnet '{Dll}' {line}", "/dev/null"));
    }

    private static List<string[]> Frames(string output) => [.. CursorUp().Split(output).Select(frame => frame.Split('\n'))];

    [GeneratedRegex(@"\x1b\[\d+A")]
    private static partial Regex CursorUp();
}
