namespace GrpcRefresh.Server.Snowflake;

/// <summary>
/// The Snowflake account that the service itself talks to, through the SQL API: section <c>GrpcRefresh:Snowflake</c>. Off while nothing here is set.
/// </summary>
internal sealed class SnowflakeOptions
{
    public const string Section = "GrpcRefresh:Snowflake";

    /// <summary>The account identifier: <c>myorg-myaccount</c>, or a locator with its region, <c>xy12345.eu-central-1</c>. Required.</summary>
    public string? Account { get; set; }

    /// <summary>The address of the account, if it is not the usual <c>https://{Account}.snowflakecomputing.com</c>: a private link, or a test.</summary>
    public Uri? Url { get; set; }

    /// <summary>The Snowflake user of the service: TYPE=SERVICE, with a network policy that admits this machine. Required.</summary>
    public string? User { get; set; }

    /// <summary>
    /// The user's private key: RSA with 2048 bits or more, PKCS#8 in PEM. Read anew at each use, so that it can be rotated without a restart.
    /// Either this or <see cref="PatFile"/>.
    /// </summary>
    public string? PrivateKeyFile { get; set; }

    /// <summary>A file with the passphrase of <see cref="PrivateKeyFile"/>, if that is encrypted.</summary>
    public string? PrivateKeyPassphraseFile { get; set; }

    /// <summary>
    /// A file with a programmatic access token of the user, read anew at each use. Such a token cannot rotate tokens of its own user.
    /// </summary>
    public string? PatFile { get; set; }

    /// <summary>The role to work as, written as SHOW ROLES prints it; without one the user's default role.</summary>
    public string? Role { get; set; }

    /// <summary>The warehouse for statements that need one; without one the user's default warehouse.</summary>
    public string? Warehouse { get; set; }

    /// <summary>The database for names that tell none.</summary>
    public string? Database { get; set; }

    /// <summary>The schema for names that tell none.</summary>
    public string? Schema { get; set; }

    /// <summary>Shown with every statement of the service in Snowflake's query history.</summary>
    public string QueryTag { get; set; } = "grpcrefresh";

    /// <summary>Snowflake cancels a statement that takes longer.</summary>
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest a single request may take. Snowflake itself holds a request for up to 45 seconds before it says that the statement goes on.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>A PEM file with the certificate authorities to trust for Snowflake instead of the system's.</summary>
    public string? CaFile { get; set; }

    /// <summary>The proxy to use. Without one the system's settings (HTTPS_PROXY, NO_PROXY) apply.</summary>
    public Uri? Proxy { get; set; }

    /// <summary>Whether anything is configured; if so, everything that is needed has to be.</summary>
    internal bool IsOn => Url is not null || Proxy is not null ||
        new[] { Account, User, PrivateKeyFile, PrivateKeyPassphraseFile, PatFile, Role, Warehouse, Database, Schema, CaFile }
            .Any(value => !string.IsNullOrWhiteSpace(value));

    internal Uri Address => Url ?? new Uri($"https://{AccountIdentifier.Parse(Account!).Host}/");
}
