using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Output;

/// <summary>A rotation's numbers as text.</summary>
internal static class RotationText
{
    public static string Name(RotationSummary rotation) => Total(rotation) is var total && total == 1 ? "rotation of 1 connection" : $"rotation of {total} connections";

    /// <summary>How many connections stand where.</summary>
    public static string Counts(RotationSummary rotation) => Counted(
        (rotation.Planned, "planned"), (rotation.Updating, "updating"), (rotation.Updated, "updated"), (rotation.Verified, "verified"),
        (rotation.Failed, "failed"), (rotation.Skipped, "skipped"), (rotation.RolledBack, "rolled back"));

    /// <summary>How much is known of how many connections.</summary>
    public static string Proofs(RotationSummary rotation) => Counted(
        (rotation.ProvedStored, "stored"), (rotation.ProvedWorks, "works"), (rotation.ProvedUsesNew, "uses-new"));

    public static string Task(FailingTask task)
    {
        var state = task.ScheduleState.Length > 0 ? $", schedule {task.ScheduleState}" : "";
        return $"{task.ItemName} failed {task.ConsecutiveFailures} times in a row{state} (task {task.TaskId})";
    }

    private static int Total(RotationSummary rotation) =>
        rotation.Planned + rotation.Updating + rotation.Updated + rotation.Verified + rotation.Failed + rotation.Skipped + rotation.RolledBack;

    private static string Counted(params (int Count, string What)[] counts) =>
        string.Join(" · ", counts.Where(count => count.Count > 0).Select(count => $"{count.Count} {count.What}"));
}
