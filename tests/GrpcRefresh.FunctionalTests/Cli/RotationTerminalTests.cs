using System.Text.RegularExpressions;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Cli;

/// <summary>Rotations at a terminal, which <c>script</c> of util-linux provides.</summary>
public sealed partial class RotationTerminalTests : RotationToolTest
{
    private const string Question = $"Change 3 connections of user {User} on site (default)? [y/N] ";

    protected override TimeSpan JobDuration => TimeSpan.FromSeconds(1);

    [ScriptFact]
    public async Task At_a_terminal_a_rotation_is_a_bar_and_the_steps_that_changed_last()
    {
        ChangeInSnowflake();

        var run = await AtTerminalAsync($"{WithSecret} --yes --wait");

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain(Question, run.Output, StringComparison.Ordinal);
        var frames = CursorUp().Split(run.Output);
        Assert.Contains("rotation of 4 connections", frames[0], StringComparison.Ordinal);
        Assert.Contains(frames, frame => frame.Contains('━') && frame.Contains('─') && frame.Contains("2 planned · 1 updated · 1 skipped", StringComparison.Ordinal));
        Assert.Contains("2 updated · 1 verified · 1 skipped", frames[^1], StringComparison.Ordinal);
        Assert.Contains("VERIFIED     USES_NEW  Operations / ", frames[^1], StringComparison.Ordinal);
        Assert.Contains("  1 VERIFIED: USES_NEW", run.Output, StringComparison.Ordinal);
    }

    [ScriptFact]
    public async Task Whoever_says_yes_is_asked_once_and_changes_the_connections()
    {
        ChangeInSnowflake();

        var run = await AtTerminalAsync($"{WithSecret} --wait", "y\n");

        Assert.Equal(0, run.ExitCode);
        Assert.Single(Regex.Matches(run.Output, Regex.Escape(Question)));
        Assert.Contains("Cannot be rolled back: 3.", run.Output, StringComparison.Ordinal);
        Assert.All(Connections, one => Assert.True(one.Holds(NewSecret)));
    }

    [ScriptFact]
    public async Task Whoever_does_not_say_yes_changes_nothing()
    {
        var run = await AtTerminalAsync(WithSecret, "\n");

        Assert.Equal(4, run.ExitCode);
        Assert.Contains(Question, run.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, Updates);
    }

    [ScriptFact]
    public async Task A_secret_is_not_typed_where_it_would_be_seen()
    {
        var run = await AtTerminalAsync($"{Rotate} --secret-stdin --yes");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("typed here, the secret would be seen", run.Output, StringComparison.Ordinal);
    }

    private Task<ProgramRun> AtTerminalAsync(string line, string input = "")
    {
        Variables["TERM"] = "xterm-256color";
        return ProgramRun.OfAsync(Start("script", "-qec", $"stty cols 120 rows 24; dotnet '{Dll}' {line}", "/dev/null"), input);
    }

    [GeneratedRegex(@"\x1b\[\d+A")]
    private static partial Regex CursorUp();
}
