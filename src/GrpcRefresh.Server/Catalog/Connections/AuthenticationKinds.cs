using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog.Connections;

/// <summary>Makes sense of Tableau's words for how a connection signs in, which each connector chooses for itself.</summary>
internal static class AuthenticationKinds
{
    /// <param name="managedKeychain">Tableau keeps OAuth tokens with it; counts only when there is no word.</param>
    public static AuthenticationKind Of(string word, bool managedKeychain) => Letters(word) switch
    {
        "" => managedKeychain ? AuthenticationKind.Oauth : AuthenticationKind.Password,
        "usernamepassword" or "authusernamepassword" or "authuserpass" or "userpass" => AuthenticationKind.Password,
        "authnone" or "none" => AuthenticationKind.None,
        var letters when letters.Contains("keypair", StringComparison.Ordinal) => AuthenticationKind.KeyPair,
        var letters when letters.Contains("oauth", StringComparison.Ordinal) => AuthenticationKind.Oauth,
        _ => AuthenticationKind.Other,
    };

    // "Username Password", "username-password" and "auth_user_pass" differ by what stands between the words.
    private static string Letters(string word) => string.Concat(word.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
