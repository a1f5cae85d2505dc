using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Rotation.Secrets;

/// <summary>A Snowflake credential that connections can be given.</summary>
internal sealed class RotationSecretOptions
{
    /// <summary>The Snowflake user. Empty keeps the user name that each connection has.</summary>
    public string? UserName { get; set; }

    /// <summary>The new password or programmatic access token, for the environment. Either this or <see cref="SecretFile"/>.</summary>
    public Secret? Secret { get; set; }

    /// <summary>A file with it, read anew by each rotation: it need not be there before.</summary>
    public string? SecretFile { get; set; }

    /// <summary>What the connections have now, to be able to roll back. Either this or <see cref="PreviousSecretFile"/>, or neither.</summary>
    public Secret? PreviousSecret { get; set; }

    /// <summary>A file with what the connections have now, read anew by each rotation.</summary>
    public string? PreviousSecretFile { get; set; }

    /// <param name="key">The configuration key of this section, for messages.</param>
    internal SecretSource New(string key) => new($"{key}:{nameof(Secret)}", Secret, SecretFile);

    /// <summary>Null when none is configured.</summary>
    internal SecretSource? Previous(string key) =>
        PreviousSecret is { IsEmpty: false } || !string.IsNullOrEmpty(PreviousSecretFile)
            ? new SecretSource($"{key}:{nameof(PreviousSecret)}", PreviousSecret, PreviousSecretFile)
            : null;
}
