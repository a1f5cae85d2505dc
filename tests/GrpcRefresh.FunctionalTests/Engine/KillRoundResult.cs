namespace GrpcRefresh.FunctionalTests.Engine;

/// <summary>What a round came to, in a line.</summary>
internal sealed record KillRoundResult(int Jobs, int AsComputed, int Kills, int Disconnects, int FaultsMet, TimeSpan Took, IReadOnlyList<string> Problems)
{
    public override string ToString() =>
        $"{AsComputed} of {Jobs} jobs ended as Tableau computed; {Kills} kills, {Disconnects} disconnects, {FaultsMet} faults met; {Took.TotalSeconds:0.0} s"
        + string.Concat(Problems.Select(problem => $"{Environment.NewLine}  problem: {problem}"));
}
