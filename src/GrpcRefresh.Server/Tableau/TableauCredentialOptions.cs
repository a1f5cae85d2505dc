using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Tableau.Credentials;

namespace GrpcRefresh.Server.Tableau;

/// <summary>The account that works on a site, by exactly one of three kinds: a personal access token, a user name and password, or a connected app.</summary>
internal sealed class TableauCredentialOptions
{
    /// <summary>The name a personal access token was created under. Tableau allows each token one live session, so each site needs its own.</summary>
    public string? PatName { get; set; }

    /// <summary>The token's secret itself, for the environment. Either this or <see cref="PatSecretFile"/>.</summary>
    public Secret? PatSecret { get; set; }

    /// <summary>A file with the token's secret, read anew at each sign-in, so that it can be rotated without a restart.</summary>
    public string? PatSecretFile { get; set; }

    /// <summary>The name of an account, for Tableau Server: accounts with a second factor, as on Tableau Cloud, cannot sign in this way.</summary>
    public string? UserName { get; set; }

    /// <summary>The account's password, for the environment. Either this or <see cref="PasswordFile"/>.</summary>
    public Secret? Password { get; set; }

    /// <summary>A file with the password, read anew at each sign-in.</summary>
    public string? PasswordFile { get; set; }

    public TableauConnectedAppOptions ConnectedApp { get; } = new();

    /// <summary>The key of each kind of which anything is configured: one, if all is well.</summary>
    public IEnumerable<string> Kinds() =>
        new[]
        {
            (Name: nameof(PatName), IsGiven: AnyOf(PatName, PatSecret, PatSecretFile)),
            (Name: nameof(UserName), IsGiven: AnyOf(UserName, Password, PasswordFile)),
            (Name: nameof(ConnectedApp), ConnectedApp.IsGiven),
        }
        .Where(kind => kind.IsGiven).Select(kind => kind.Name);

    /// <param name="key">The configuration key of this section, for messages.</param>
    public ICredential ToCredential(string key) => Kinds().FirstOrDefault() switch
    {
        nameof(UserName) => new UserPassword(UserName ?? "", new SecretSource($"{key}:{nameof(Password)}", Password, PasswordFile)),
        nameof(ConnectedApp) => ToApp($"{key}:{nameof(ConnectedApp)}", ConnectedApp),
        _ => new PersonalAccessToken(PatName ?? "", new SecretSource($"{key}:{nameof(PatSecret)}", PatSecret, PatSecretFile)),
    };

    internal static bool AnyOf(params object?[] values) => values.Any(value => value is Secret { IsEmpty: false } or string { Length: > 0 });

    private static ConnectedApp ToApp(string key, TableauConnectedAppOptions app) => new(
        key, app.ClientId ?? "", app.SecretId ?? "", new SecretSource($"{key}:{nameof(app.SecretValue)}", app.SecretValue, app.SecretValueFile), app.User ?? "");
}
