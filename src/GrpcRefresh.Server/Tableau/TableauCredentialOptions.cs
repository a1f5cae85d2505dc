using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Tableau;

/// <summary>A personal access token. Tableau allows each one a single live session, so each site needs its own.</summary>
internal sealed class TableauCredentialOptions
{
    /// <summary>The name the token was created under. Required.</summary>
    public string? PatName { get; set; }

    /// <summary>The secret itself, for the environment. Either this or <see cref="PatSecretFile"/> is required.</summary>
    public Secret? PatSecret { get; set; }

    /// <summary>A file with the secret, read anew at each sign-in, so that it can be rotated without a restart.</summary>
    public string? PatSecretFile { get; set; }

    /// <param name="key">The configuration key of this section, for messages.</param>
    public SecretSource Source(string key) => new($"{key}:{nameof(PatSecret)}", PatSecret, PatSecretFile);
}
