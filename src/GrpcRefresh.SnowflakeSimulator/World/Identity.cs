namespace GrpcRefresh.SnowflakeSimulation.World;

/// <summary>Who sent a request, and by what.</summary>
/// <param name="Token">Null for a key pair.</param>
internal sealed record Identity(SnowflakeUser User, AccessToken? Token);
