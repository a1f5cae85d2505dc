using GrpcRefresh.Cli.Output;
using GrpcRefresh.Client;
using GrpcRefresh.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GrpcRefresh.Cli.Following;

/// <summary>Draws the board: a row for each job that fits, what needs attention first, and a line that counts all.</summary>
internal static class BoardDrawing
{
    // A column as wide as what it holds at the moment would jump.
    private static readonly int LongestState = Enum.GetValues<JobState>().Max(state => Names<JobState>.Of(state).Length);

    public static IRenderable Of(IReadOnlyList<Job> jobs, int rows, int width, DateTimeOffset now)
    {
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

        return new Rows(grid, new Text(Count(jobs)));
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

    private static string Count(IReadOnlyList<Job> jobs) => string.Join(" · ", jobs
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
}
