using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Rotation.Secrets;

/// <summary>What a rotation gives to connections.</summary>
/// <param name="UserName">Null keeps the one that the connection has.</param>
/// <param name="New">Null as long as it does not exist: the rotation makes it itself.</param>
/// <param name="Previous">What the connections have now, to go back to; null when it is not known.</param>
internal sealed record ResolvedCredential(string? UserName, Secret? New, Secret? Previous)
{
    /// <summary>Whether Snowflake's login history shows which secret a refresh used.</summary>
    public bool IsToldByHistory { get; init; }
}
