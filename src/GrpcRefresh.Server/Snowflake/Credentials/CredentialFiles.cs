using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Snowflake.Credentials;

/// <summary>The files behind the configured credential, and the credential that they make.</summary>
internal static class CredentialFiles
{
    private const string Key = SnowflakeOptions.Section;

    public static ISnowflakeCredential Open(SnowflakeOptions options, SnowflakeClock clock) => string.IsNullOrWhiteSpace(options.PatFile)
        ? new KeyPair(AccountIdentifier.Parse(options.Account!), options.User!, KeyOf(options), PassphraseOf(options), clock)
        : new ProgrammaticToken(() => ReadToken(options));

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
            ReadToken(options);
        }
    }

    /// <summary>How the configured key names itself; null when a token is configured.</summary>
    /// <exception cref="SecretUnavailableException">A file cannot be used.</exception>
    public static KeyIdentity? IdentityOf(SnowflakeOptions options)
    {
        if (!string.IsNullOrWhiteSpace(options.PatFile))
        {
            return null;
        }

        using var key = PrivateKey.Read(KeyOf(options).Read(), PassphraseOf(options)?.Read());
        return KeyPairToken.IdentityOf(key, AccountIdentifier.Parse(options.Account!).TokenName, options.User!);
    }

    /// <summary>Null when a key is configured.</summary>
    /// <exception cref="SecretUnavailableException">The file cannot be used.</exception>
    public static Secret? TokenOf(SnowflakeOptions options) => string.IsNullOrWhiteSpace(options.PatFile) ? null : ReadToken(options);

    /// <summary>The key as it stands in its file, for whoever reads it itself.</summary>
    /// <exception cref="SecretUnavailableException">A file cannot be used.</exception>
    public static (Secret Key, Secret? Passphrase) KeyTextOf(SnowflakeOptions options)
    {
        var (key, passphrase) = (KeyOf(options).Read(), PassphraseOf(options)?.Read());
        PrivateKey.Read(key, passphrase).Dispose();
        return (key, passphrase);
    }

    private static SecretSource KeyOf(SnowflakeOptions options) => new($"{Key}:PrivateKey", null, options.PrivateKeyFile);

    // A header has no room for a second line.
    private static Secret ReadToken(SnowflakeOptions options) =>
        new SecretSource($"{Key}:Pat", null, options.PatFile).Read() is var token && token.Reveal().All(letter => letter is > ' ' and <= '~')
            ? token
            : throw new SecretUnavailableException($"The file named by {Key}:PatFile holds more than a token. Write nothing but the token's secret into it, on one line.");

    private static SecretSource? PassphraseOf(SnowflakeOptions options) =>
        string.IsNullOrWhiteSpace(options.PrivateKeyPassphraseFile) ? null : new($"{Key}:PrivateKeyPassphrase", null, options.PrivateKeyPassphraseFile);
}
