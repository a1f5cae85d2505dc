using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Snowflake.Credentials;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>What must hold for the configured credential: one kind, all of it, and files that can be used.</summary>
internal static class SnowflakeCredentialRules
{
    public static IEnumerable<string> Check(string key, SnowflakeOptions options)
    {
        var (pair, pat) = (!string.IsNullOrWhiteSpace(options.PrivateKeyFile), !string.IsNullOrWhiteSpace(options.PatFile));
        var passphrase = !string.IsNullOrWhiteSpace(options.PrivateKeyPassphraseFile);
        return (pair, pat) switch
        {
            (true, true) => [$"{key}: PrivateKeyFile and PatFile are both set. Keep one of them."],
            (false, _) when passphrase => [$"{key}:PrivateKeyPassphraseFile is set without PrivateKeyFile. Set that too, or remove the passphrase."],
            (false, false) => [$"{key}: a credential is missing. Set {key}:PrivateKeyFile for a key pair, or {key}:PatFile for a programmatic access token."],
            _ => Unusable(options),
        };
    }

    private static IEnumerable<string> Unusable(SnowflakeOptions options)
    {
        try
        {
            CredentialFiles.Probe(options);
            return [];
        }
        catch (SecretUnavailableException e)
        {
            return [e.Message];
        }
    }
}
