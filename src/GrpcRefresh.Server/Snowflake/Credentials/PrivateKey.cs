using System.Security.Cryptography;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Snowflake.Credentials;

/// <summary>Reads the private key of a key pair: RSA, 2048 bits or more, PKCS#8 in PEM, encrypted or not.</summary>
internal static class PrivateKey
{
    private const string Key = $"{SnowflakeOptions.Section}:PrivateKeyFile";
    private const string Passphrase = $"{SnowflakeOptions.Section}:PrivateKeyPassphraseFile";
    private const int SmallestSize = 2048;

    /// <exception cref="SecretUnavailableException">It is no such key; the message names the configuration key and the remedy.</exception>
    public static RSA Read(Secret pem, Secret? passphrase)
    {
        var rsa = RSA.Create();
        try
        {
            Import(rsa, pem.Reveal(), passphrase);
            return rsa.KeySize >= SmallestSize
                ? rsa
                : throw new SecretUnavailableException($"{Key} holds a key of {rsa.KeySize} bits. Make one of {SmallestSize} bits or more: Snowflake accepts no shorter one.");
        }
        catch (Exception e)
        {
            rsa.Dispose();
            throw e as SecretUnavailableException ?? new SecretUnavailableException(
                $"{Key} cannot be used: it holds no RSA key, or {Passphrase} holds another key's passphrase. Give an RSA key as PKCS#8 in PEM.", e);
        }
    }

    private static void Import(RSA rsa, string pem, Secret? passphrase)
    {
        switch (PemEncoding.TryFind(pem, out var found) ? pem[found.Label] : "")
        {
            case "ENCRYPTED PRIVATE KEY" when passphrase is null:
                throw new SecretUnavailableException($"{Key} is encrypted. Set {Passphrase} to a file with its passphrase.");
            case "ENCRYPTED PRIVATE KEY":
                rsa.ImportFromEncryptedPem(pem, passphrase.Reveal());
                break;
            case "PRIVATE KEY" when passphrase is not null:
                throw new SecretUnavailableException($"{Key} is not encrypted, but {Passphrase} is set. Remove it, or encrypt the key.");
            case "PRIVATE KEY":
                rsa.ImportFromPem(pem);
                break;
            default:
                throw new SecretUnavailableException(
                    $"{Key} holds no private key as PKCS#8 in PEM (BEGIN PRIVATE KEY, or BEGIN ENCRYPTED PRIVATE KEY). Convert it with `openssl pkcs8 -topk8`.");
        }
    }
}
