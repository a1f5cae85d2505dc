namespace GrpcRefresh.Server.Snowflake.Credentials;

/// <summary>What the service authenticates its statements with.</summary>
internal interface ISnowflakeCredential
{
    /// <summary>What to send now.</summary>
    /// <exception cref="Security.SecretUnavailableException">A file that holds it cannot be used; the message names the key and the remedy.</exception>
    Bearer Current();

    /// <summary>Snowflake refused it: make another if that is possible.</summary>
    /// <returns>Whether the next one may be a different one.</returns>
    bool Refused(Bearer bearer);
}
