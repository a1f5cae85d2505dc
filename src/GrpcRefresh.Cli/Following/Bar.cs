using GrpcRefresh.Cli.Output;
using GrpcRefresh.Client;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Following;

/// <summary>
/// A job's bar, as markup. Tableau seldom tells a percentage, so an active job without one has a light that wanders. A rotation fills with
/// the connections that need nothing further.
/// </summary>
internal static class Bar
{
    public const int Width = 24;

    private const int Light = 6;

    public static string Of(Job job, DateTimeOffset now) =>
        job.Rotation is { } rotation && RotationText.Total(rotation) is > 0 and var total ? Filled(Width * RotationText.Done(rotation) / total, Colour(job.State))
        : job.HasEnded() ? Filled(Width, Colour(job.State))
        : job is { HasProgressPercent: true, State: JobState.Running, ProgressPercent: > 0 } ? Filled(Width * Math.Min(job.ProgressPercent, 100) / 100, Colour(job.State))
        : job.State is JobState.Running or JobState.Cancelling ? Wandering(now, Colour(job.State))
        : Filled(0, "grey");

    public static string Colour(JobState state) => state switch
    {
        JobState.Succeeded => "green",
        JobState.Failed => "red",
        JobState.Cancelled or JobState.Cancelling or JobState.TimedOut or JobState.UnknownOutcome => "yellow",
        JobState.Running => "deepskyblue1",
        JobState.Submitting or JobState.Pending => "blue",
        _ => "grey",
    };

    private static string Filled(int cells, string colour) => $"[{colour}]{new string('━', cells)}[/][grey35]{new string('─', Width - cells)}[/]";

    private static string Wandering(DateTimeOffset now, string colour)
    {
        var place = (int)(now.ToUnixTimeMilliseconds() / 150 % (Width - Light + 1));
        return $"[grey35]{new string('─', place)}[/][{colour}]{new string('━', Light)}[/][grey35]{new string('─', Width - Light - place)}[/]";
    }
}
