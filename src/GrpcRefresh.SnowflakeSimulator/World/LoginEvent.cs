namespace GrpcRefresh.SnowflakeSimulation.World;

/// <summary>A row of LOGIN_HISTORY.</summary>
/// <param name="Client">What logged in: <c>SQL_API</c>, or the word of whoever reported it.</param>
/// <param name="Factor">PROGRAMMATIC_ACCESS_TOKEN, KEYPAIR or PASSWORD.</param>
/// <param name="CredentialId">The id of the token; null for other factors, and when it is not known.</param>
public sealed record LoginEvent(
    long Id, DateTimeOffset At, string User, string Address, string Client, string Factor, string? CredentialId, bool Succeeded, string? Code, string? Message);
