namespace GrpcRefresh.Simulation.World;

/// <summary>What Snowflake says to a user name and a secret.</summary>
internal enum LoginResult
{
    Accepted,
    Refused,

    /// <summary>Refused whatever the secret, because too many logins failed before.</summary>
    Locked,
}
