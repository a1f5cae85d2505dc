namespace GrpcRefresh.Simulation.World;

/// <summary>A personal access token of one user, and so of one site.</summary>
public sealed record PersonalAccessToken(string Name, string Secret, string UserLuid);
