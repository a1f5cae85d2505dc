using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Tableau;

/// <summary>A connected app with direct trust, for Tableau 2025.1 and newer. The service signs the tokens itself.</summary>
internal sealed class TableauConnectedAppOptions
{
    /// <summary>The app's client id.</summary>
    public string? ClientId { get; set; }

    /// <summary>The id of one of the app's secrets.</summary>
    public string? SecretId { get; set; }

    /// <summary>That secret's value, for the environment. Either this or <see cref="SecretValueFile"/>.</summary>
    public Secret? SecretValue { get; set; }

    /// <summary>A file with the secret's value, read anew at each sign-in.</summary>
    public string? SecretValueFile { get; set; }

    /// <summary>The account to work as: the user name on Tableau Server, the mail address on Tableau Cloud. Case counts.</summary>
    public string? User { get; set; }

    /// <summary>Whether anything of it is configured.</summary>
    internal bool IsGiven => TableauCredentialOptions.AnyOf(ClientId, SecretId, SecretValue, SecretValueFile, User);
}
