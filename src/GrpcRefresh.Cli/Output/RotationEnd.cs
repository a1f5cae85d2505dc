using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Output;

/// <summary>How a rotation was left: by state with the reasons, and what has to be done in Tableau.</summary>
internal static class RotationEnd
{
    private const int NamedItems = 3;

    public static string Of(Job job, IReadOnlyCollection<RotationStep> steps) => string.Join('\n', Lines(job, steps));

    private static IEnumerable<string> Lines(Job job, IReadOnlyCollection<RotationStep> steps) =>
    [
        JobText.Line(WithoutRepetition(job, steps)),
        .. steps.GroupBy(step => (step.State, Why: About(step)))
            .OrderBy(group => Rank(group.Key.State)).ThenByDescending(group => group.Count()).ThenBy(group => group.First().Number)
            .Select(group => TextTable.Plain($"  {group.Count()} {Names<RotationStepState>.Of(group.Key.State)}{(group.Key.Why.Length > 0 ? $": {group.Key.Why}" : "")}  ({Items([.. group])})")),
        .. steps.Any(step => step is { State: RotationStepState.Verified, Proof: ProofLevel.Works }) ? ["  WORKS: a refresh succeeded, with the new secret or with the old one where Snowflake still accepts that"] : Array.Empty<string>(),
        .. (job.Rotation?.Tokens ?? []).Select(token => $"  token {RotationText.Token(token)}"),
        .. (job.Rotation?.FailingTasks ?? []).Select(task => $"  resume in Tableau: {RotationText.Task(task)}"),
        .. job.TableauNotes.Where(note => !TellsOfToken(job, note)).Select(note => $"  note: {TextTable.Plain(note)}"),
    ];

    private static bool TellsOfToken(Job job, string note) => (job.Rotation?.Tokens ?? []).Any(token => token.Detail.Length > 0 && note.EndsWith(token.Detail, StringComparison.Ordinal));

    /// <summary>Why a canary failed is why the rotation failed, and Tableau's words are long.</summary>
    private static Job WithoutRepetition(Job job, IEnumerable<RotationStep> steps)
    {
        var shortened = job.Clone();
        foreach (var told in steps.Select(step => step.Error?.Message ?? "").Where(told => told.Length > 0 && shortened.Error is not null).Distinct())
        {
            shortened.Error.Message = shortened.Error.Message.Replace(told, "see below.", StringComparison.Ordinal);
        }

        return shortened;
    }

    /// <summary>What is most worth reading comes first.</summary>
    private static int Rank(RotationStepState state) => state switch
    {
        RotationStepState.Failed => 0,
        RotationStepState.Updating => 1,
        RotationStepState.RolledBack => 2,
        RotationStepState.Planned => 3,
        RotationStepState.Updated => 4,
        RotationStepState.Verified => 5,
        _ => 6,
    };

    // A proof stands before what limits it.
    private static string About(RotationStep step) => step.State is RotationStepState.Updated or RotationStepState.Verified or RotationStepState.RolledBack
        ? $"{StepText.Proof(step.Proof)} {step.Detail}".TrimEnd()
        : StepText.Why(step);

    private static string Items(IReadOnlyList<RotationStep> steps)
    {
        var items = steps.Select(step => ConnectionText.Item(step.Connection)).Distinct().ToList();
        return string.Join("; ", items.Take(NamedItems)) + (items.Count > NamedItems ? $"; and {items.Count - NamedItems} more" : "");
    }
}
