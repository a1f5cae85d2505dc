namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>Successful logins of one user that differ in nothing but their time.</summary>
/// <param name="CredentialId">What was signed in with, by Snowflake's number; null where there is none, as for a password.</param>
internal sealed record LoginGroup(string? Factor, string? CredentialId, string Client, string Address, int Logins, DateTimeOffset Last)
{
    public LoginOrigin Origin => new(Client, Address);

    /// <summary>Whether it was a token, whichever.</summary>
    public bool IsByToken => CredentialId is not null || Factor?.Contains("ACCESS_TOKEN", StringComparison.OrdinalIgnoreCase) == true;
}
