namespace GrpcRefresh.Simulation.World;

/// <summary>A site; <paramref name="ContentUrl"/> is empty for the Default site.</summary>
public sealed record Site(string Luid, string Name, string ContentUrl);
