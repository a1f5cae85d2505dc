using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Output;

/// <summary>A rotation's numbers as text.</summary>
internal static class RotationText
{
    /// <summary>The rotation in place of a piece of content.</summary>
    public static string Name(RotationSummary rotation) => $"rotation of {Connections(Total(rotation))}";

    /// <summary>How many are in each state; those without any are left out.</summary>
    public static string Counts(RotationSummary rotation) => string.Join(" · ", ByState(rotation)
        .Where(one => one.Count > 0)
        .Select(one => $"{one.Count} {Names<RotationStepState>.FlagOf(one.State)}"));

    /// <summary>How many are proved how far.</summary>
    public static string Proofs(RotationSummary rotation) => string.Join(" · ", new (int Count, ProofLevel Proof)[]
    {
        (rotation.ProvedStored, ProofLevel.Stored), (rotation.ProvedWorks, ProofLevel.Works), (rotation.ProvedUsesNew, ProofLevel.UsesNew),
    }.Where(one => one.Count > 0).Select(one => $"{one.Count} {Names<ProofLevel>.FlagOf(one.Proof)}"));

    public static int Total(RotationSummary rotation) => ByState(rotation).Sum(one => one.Count);

    /// <summary>How many need nothing further.</summary>
    public static int Done(RotationSummary rotation) => Total(rotation) - rotation.Planned - rotation.Updating;

    public static string Connections(int count) => count == 1 ? "1 connection" : $"{count} connections";

    /// <summary>A schedule that Tableau has suspended, or soon will.</summary>
    public static string Task(FailingTask task) => TextTable.Plain(
        $"{task.ItemName} on {ConnectionText.Site(task.Server, task.Site)} failed {task.ConsecutiveFailures} times in a row"
        + $"{(task.ScheduleState.Length > 0 ? $", schedule {task.ScheduleState}" : "")} (task {task.TaskId})");

    /// <summary>A token that the rotation makes, and which secret is where.</summary>
    public static string Token(RotationToken token) => TextTable.Plain(
        $"{Names<RotationTokenState>.Of(token.State)}  {token.User}: new {Named(token.TokenName)}, old {Named(token.OldTokenName)}{(token.ExpireTime is { } end ? $", expires {end.ToDateTime():yyyy-MM-dd HH:mm}Z" : "")}{(token.Detail.Length > 0 ? $". {token.Detail}" : "")}");

    private static string Named(string name) => name.Length > 0 ? name : "-";

    private static (RotationStepState State, int Count)[] ByState(RotationSummary rotation) =>
    [
        (RotationStepState.Planned, rotation.Planned),
        (RotationStepState.Updating, rotation.Updating),
        (RotationStepState.Updated, rotation.Updated),
        (RotationStepState.Verified, rotation.Verified),
        (RotationStepState.Failed, rotation.Failed),
        (RotationStepState.Skipped, rotation.Skipped),
        (RotationStepState.RolledBack, rotation.RolledBack),
    ];
}
