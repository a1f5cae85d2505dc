using GrpcRefresh.V1;

namespace GrpcRefresh.Client;

/// <summary>What connections are given. It never shows its secrets: it prints <c>***</c> for them and has no property for them.</summary>
public sealed class RotationCredential
{
    private readonly Credential _message;

    private RotationCredential(Credential message) => _message = message;

    /// <summary>A credential that is configured on the service. Prefer it: what never travels cannot be overheard.</summary>
    /// <param name="name">Its name there.</param>
    /// <returns>The credential.</returns>
    public static RotationCredential Configured(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new RotationCredential(new Credential { SecretRef = name });
    }

    /// <summary>A credential that travels with the request.</summary>
    /// <param name="secret">The new password or programmatic access token.</param>
    /// <param name="userName">The Snowflake user. Default: each connection keeps the user name it has.</param>
    /// <param name="previousSecret">What the connections have now, to be able to roll back. Default: none.</param>
    /// <returns>The credential.</returns>
    public static RotationCredential Inline(string secret, string? userName = null, string? previousSecret = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);
        return new RotationCredential(new Credential
        {
            Inline = new InlineCredential { Secret = secret, UserName = userName ?? "", PreviousSecret = previousSecret ?? "" },
        });
    }

    /// <summary>A programmatic access token that the service makes in Snowflake itself, so that nobody ever sees it.</summary>
    /// <param name="token">The user, and how the token is to be.</param>
    /// <returns>The credential.</returns>
    public static RotationCredential FromSnowflake(SnowflakeToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentException.ThrowIfNullOrEmpty(token.User);
        return new RotationCredential(new Credential { SnowflakeToken = token.Clone() });
    }

    /// <summary>Where the secret comes from, and the user name.</summary>
    /// <returns>The description, without any secret.</returns>
    public override string ToString() => _message.SourceCase switch
    {
        Credential.SourceOneofCase.Inline =>
            $"user '{_message.Inline.UserName}', secret ***{(_message.Inline.PreviousSecret.Length > 0 ? ", previous secret ***" : "")}",
        Credential.SourceOneofCase.SnowflakeToken => $"a token of Snowflake user '{_message.SnowflakeToken.User}' that the service makes",
        _ => $"configured as '{_message.SecretRef}'",
    };

    internal Credential ToMessage() => _message.Clone();
}
