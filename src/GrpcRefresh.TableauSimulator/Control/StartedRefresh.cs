namespace GrpcRefresh.Simulation.Control;

/// <summary>A refresh that Tableau's schedule is to start.</summary>
internal sealed record StartedRefresh(bool Incremental);
