namespace GrpcRefresh.Simulation.Jobs;

/// <summary>How a job turned out.</summary>
internal sealed record Verdict(int FinishCode, string? Notes = null, string? StatusNote = null);
