namespace GrpcRefresh.Server.Rotation.Run.Tokens;

/// <summary>What the login history says of a refresh.</summary>
internal enum LoginVerdict
{
    /// <summary>Nothing yet: Snowflake tells logins late.</summary>
    Untold,

    /// <summary>The new token signed in, and nothing else did.</summary>
    New,

    /// <summary>The new token signed in, and something else as well.</summary>
    Both,

    /// <summary>The new token did not sign in.</summary>
    NotNew,

    /// <summary>The history could not be asked.</summary>
    Unreadable,
}
