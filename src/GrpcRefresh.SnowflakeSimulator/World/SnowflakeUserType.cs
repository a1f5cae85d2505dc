namespace GrpcRefresh.SnowflakeSimulation.World;

/// <summary>What a user is, which decides about tokens and network policies.</summary>
public enum SnowflakeUserType
{
    /// <summary>A human being: may have a password and make tokens without a network policy, though not use them.</summary>
    Person,

    /// <summary>A program: no password, tokens only under a network policy and for one role.</summary>
    Service,
}
