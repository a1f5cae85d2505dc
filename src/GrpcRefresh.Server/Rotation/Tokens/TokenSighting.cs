namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>Successful logins of one user at one moment, by one and the same.</summary>
internal readonly record struct TokenSighting(DateTimeOffset At, SightedBy By, int Logins = 1);
