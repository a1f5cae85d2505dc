using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Snowflake.Credentials;

/// <summary>The files behind the configured credential, and the credential that they make.</summary>
internal static class CredentialFiles
{
    private const string Key = SnowflakeOptions.Section;

    public static ISnowflakeCredential Open(SnowflakeOptions options, SnowflakeClock clock) => string.IsNullOrWhiteSpace(options.PatFile)
        ? new KeyPair(AccountIdentifier.Parse(options.Account!), options.User!, KeyOf(options), PassphraseOf(options), clock)
        : new ProgrammaticToken(PatOf(options).Read);

    /// <summary>Reads them once, to find mistakes at start.</summary>
    /// <exception cref="SecretUnavailableException">A file cannot be used.</exception>
    public static void Probe(SnowflakeOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.PatFile))
        {
            using var key = PrivateKey.Read(KeyOf(options).Read(), PassphraseOf(options)?.Read());
        }
        else
        {
            PatOf(options).Read();
        }
    }

    private static SecretSource KeyOf(SnowflakeOptions options) => new($"{Key}:PrivateKey", null, options.PrivateKeyFile);

    private static SecretSource PatOf(SnowflakeOptions options) => new($"{Key}:Pat", null, options.PatFile);

    private static SecretSource? PassphraseOf(SnowflakeOptions options) =>
        string.IsNullOrWhiteSpace(options.PrivateKeyPassphraseFile) ? null : new($"{Key}:PrivateKeyPassphrase", null, options.PrivateKeyPassphraseFile);
}
