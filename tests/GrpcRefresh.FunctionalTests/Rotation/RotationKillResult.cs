namespace GrpcRefresh.FunctionalTests.Rotation;

/// <summary>What a killed rotation came to.</summary>
internal sealed record RotationKillResult(int Steps, int Kills, long MostMegabytes, TimeSpan Took, IReadOnlyList<string> Problems)
{
    public override string ToString() =>
        $"{Steps} steps, {Kills} kills, {Problems.Count} problems, at most {MostMegabytes} MB, took {Took.TotalSeconds:0} s{string.Concat(Problems.Take(20).Select(problem => $"{Environment.NewLine}  {problem}"))}";
}
