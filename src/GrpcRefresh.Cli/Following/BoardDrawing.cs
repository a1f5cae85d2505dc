using GrpcRefresh.Cli.Output;
using GrpcRefresh.Client;
using GrpcRefresh.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GrpcRefresh.Cli.Following;

/// <summary>
/// Draws the board: a row for each job that fits, what needs attention first, a line that counts all, and the steps that changed last.
/// </summary>
internal static class BoardDrawing
{
    // A column as wide as what it holds at the moment would jump.
    private static readonly int LongestState = Enum.GetValues<JobState>().Max(state => Names<JobState>.Of(state).Length);

    public static IRenderable Of(IReadOnlyList<Job> jobs, IReadOnlyList<RotationStep> steps, int lines, int width, DateTimeOffset now)
    {
        // A rotation is one row; what happens in it is worth half of the screen at most.
        var shown = steps.TakeLast(lines / 2).ToList();
        var rows = lines - shown.Count;
        var grid = new Grid().Expand();
        grid.AddColumn(new GridColumn().NoWrap().Padding(0, 0, 2, 0));
        grid.AddColumn(new GridColumn().NoWrap().Width(Bar.Width));
        grid.AddColumn(new GridColumn().NoWrap().Width(LongestState));
        grid.AddColumn(new GridColumn().NoWrap().RightAligned().PadRight(0));
        foreach (var job in Visible(jobs, Math.Max(1, rows)))
        {
            grid.AddRow(
                new Text(Cut(JobText.Name(job), Math.Max(12, width - Bar.Width - 32))),
                new Markup(Bar.Of(job, now)),
                new Markup($"[{Bar.Colour(job.State)}]{Names<JobState>.Of(job.State)}[/]"),
                new Text(Elapsed(job, now)));
        }

        return new Rows([grid, new Text(Count(jobs)), .. shown.Select(step => new Text(End(StepText.Short(step), width), Colour(step)))]);
    }

    private static IEnumerable<Job> Visible(IReadOnlyList<Job> jobs, int rows) =>
        jobs.Count <= rows ? jobs : jobs.OrderBy(Rank).Take(rows);

    private static int Rank(Job job) => job.State switch
    {
        JobState.Running or JobState.Cancelling => 0,
        JobState.Submitting or JobState.Pending => 1,
        JobState.Succeeded => 4,
        _ => job.HasEnded() ? 2 : 3,
    };

    // One rotation alone is told by its own numbers.
    private static string Count(IReadOnlyList<Job> jobs) => jobs is [{ Rotation: { } rotation }] ? RotationText.Counts(rotation) : string.Join(" · ", jobs
        .GroupBy(job => job.State)
        .OrderBy(group => group.Key)
        .Select(group => $"{group.Count()} {Names<JobState>.FlagOf(group.Key)}"));

    private static string Elapsed(Job job, DateTimeOffset now)
    {
        var begun = (job.StartTime ?? job.CreateTime)?.ToDateTimeOffset() ?? now;
        var span = (job.EndTime?.ToDateTimeOffset() ?? now) - begun;
        return span < TimeSpan.Zero ? "0:00" : $"{(int)span.TotalMinutes}:{span.Seconds:00}";
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : string.Concat("…", text.AsSpan(text.Length - length + 1));

    private static string End(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, Math.Max(0, length - 1)), "…");

    private static Style Colour(RotationStep step) => new(step.State switch
    {
        RotationStepState.Failed => Color.Red,
        RotationStepState.Verified => Color.Green,
        RotationStepState.RolledBack => Color.Yellow,
        _ => Color.Grey,
    });
}
