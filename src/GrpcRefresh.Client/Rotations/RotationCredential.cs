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

    /// <summary>Where the secret comes from, and the user name.</summary>
    /// <returns>The description, without any secret.</returns>
    public override string ToString() => _message.Inline is { } inline
        ? $"user '{inline.UserName}', secret ***{(inline.PreviousSecret.Length > 0 ? ", previous secret ***" : "")}"
        : $"configured as '{_message.SecretRef}'";

    internal Credential ToMessage() => _message.Clone();
}
