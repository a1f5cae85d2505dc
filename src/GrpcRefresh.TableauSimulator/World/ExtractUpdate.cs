namespace GrpcRefresh.Simulation.World;

/// <summary>The moment a refresh ended well and the extract became that fresh.</summary>
public sealed record ExtractUpdate(DateTimeOffset At, bool Incremental);
