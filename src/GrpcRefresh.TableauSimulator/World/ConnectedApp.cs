namespace GrpcRefresh.Simulation.World;

/// <summary>A connected app of one site (direct trust) and its one secret: whoever knows it may sign in as any user of that site.</summary>
public sealed record ConnectedApp(string ClientId, string SecretId, string SecretValue, string SiteLuid);
