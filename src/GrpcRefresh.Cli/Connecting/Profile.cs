namespace GrpcRefresh.Cli.Connecting;

/// <summary>A service by name.</summary>
internal sealed record Profile(string? Address, string? CaFile = null, string? KeyFile = null);
