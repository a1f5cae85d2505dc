using GrpcRefresh.Cli.Following;
using GrpcRefresh.V1;
using Spectre.Console;
using static GrpcRefresh.Tests.Cli.TheRotation;

namespace GrpcRefresh.Tests.Cli;

public sealed class BoardDrawingTests
{
    private const int Width = 100;

    private readonly JobBoard _board = new();

    [Fact]
    public void A_rotation_is_a_bar_with_its_counts_and_the_steps_that_changed_last()
    {
        _board.Put(Job(JobState.Running, new RotationSummary { Planned = 6, Verified = 5, Failed = 1 }), Enumerable.Range(1, 9).Select(number => Step(number, $"Item {number}", RotationStepState.Updated)));

        var lines = Draw(lines: 20);

        Assert.Contains("━━━━━━━━━━━━────────────", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("rotation of 12 connections", lines[0], StringComparison.Ordinal);
        Assert.Equal("6 planned · 5 verified · 1 failed", lines[1].TrimEnd());
        Assert.Equal([5, 6, 7, 8, 9], lines[2..].Select(line => int.Parse(line.Split("Item ")[1][..1], null)));
    }

    [Fact]
    public void Steps_take_half_of_a_small_screen_and_end_at_its_edge()
    {
        _board.Put(Job(JobState.Running, new RotationSummary { Planned = 1 }), Enumerable.Range(1, 9).Select(number => Step(number, new string('x', 200), RotationStepState.Updated)));

        var lines = Draw(lines: 4);

        Assert.Equal(4, lines.Length);
        Assert.All(lines, line => Assert.True(line.Length <= Width));
        Assert.EndsWith("…", lines[^1].TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_board_that_forgets_forgets_the_steps()
    {
        _board.Put(Job(JobState.Running, new RotationSummary()), Step(1, "Item", RotationStepState.Updated));

        _board.Clear();

        Assert.Empty(_board.Steps);
    }

    private string[] Draw(int lines)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = Width;
        console.Write(BoardDrawing.Of(_board.Jobs, _board.Steps, lines, Width, DateTimeOffset.UnixEpoch));
        return output.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
    }
}
