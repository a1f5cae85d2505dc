namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>A route that the service uses, the story in which it uses it, and what the faults there come to.</summary>
/// <param name="Path">A glob, as the simulator's faults have it.</param>
/// <param name="Passing">When the fault strikes once or twice.</param>
/// <param name="Staying">When it strikes every time, until it is lifted.</param>
internal sealed record MatrixRow(
    string Name, string Method, string Path, Story Story, IReadOnlyDictionary<Trouble, Outcome> Passing, IReadOnlyDictionary<Trouble, Outcome> Staying)
{
    public Outcome Expected(Trouble trouble, bool stays) => (stays ? Staying : Passing)[trouble];
}
