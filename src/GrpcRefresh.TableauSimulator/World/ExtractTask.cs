namespace GrpcRefresh.Simulation.World;

/// <summary>A scheduled extract refresh; the schedule never fires by itself here.</summary>
public sealed record ExtractTask(string Luid, string SiteLuid, string ItemLuid, bool Incremental);
