using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace GrpcRefresh.Server.Security;

/// <summary>Encrypts what has to be kept, with keys in a folder of their own.</summary>
/// <remarks>
/// The keys are files in clear. They keep secrets out of the database and its copies; who may read both, reads the
/// secrets. Nothing is loaded or created before the first use, so a start without stored secrets costs nothing.
/// </remarks>
/// <param name="folder">The key ring.</param>
internal sealed class SecretVault(string folder)
{
    /// <summary>The configuration key of the folder, for messages.</summary>
    public const string Setting = "GrpcRefresh:Storage:KeyRing";

    private const string Application = "GrpcRefresh";

    private readonly KeyFiles _keys = new(folder);
    private readonly Lazy<IDataProtectionProvider> _provider = new(() => Provide(new KeyFiles(folder)));
    private readonly Lock _gate = new();
    private byte[]? _fingerprintKey;

    /// <param name="purpose">What it is for; only the same purpose opens it again.</param>
    /// <exception cref="SecretVaultException">The key ring cannot be used.</exception>
    public byte[] Protect(Secret secret, string purpose)
    {
        var clear = Encoding.UTF8.GetBytes(secret.Reveal());
        try
        {
            return Seal(clear, purpose);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(clear);
        }
    }

    /// <exception cref="SecretVaultException">It was stored with another key ring or for another purpose, or is damaged.</exception>
    public Secret Unprotect(byte[] cipher, string purpose)
    {
        var clear = Open(cipher, purpose);
        try
        {
            return new Secret(Encoding.UTF8.GetString(clear));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(clear);
        }
    }

    /// <summary>
    /// A text that is the same for the same content, also after a restart, and from which a guessed secret cannot be
    /// confirmed without the key ring: a plain hash of a request would be as good as the secret in it.
    /// </summary>
    /// <exception cref="SecretVaultException">The key ring cannot be used.</exception>
    public string Fingerprint(byte[] content) => Convert.ToHexString(HMACSHA256.HashData(FingerprintKey(), content));

    private byte[] FingerprintKey()
    {
        lock (_gate)
        {
            try
            {
                return _fingerprintKey ??= new FingerprintKeyFile(folder).ReadOrCreate(Seal, Open);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw Unusable(e);
            }
        }
    }

    private byte[] Seal(byte[] clear, string purpose)
    {
        try
        {
            _keys.CreateFolder();
            return _provider.Value.CreateProtector(purpose).Protect(clear);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw Unusable(e);
        }
    }

    private byte[] Open(byte[] cipher, string purpose)
    {
        try
        {
            // Without keys the framework would make a new one first, which opens nothing and looks like a key ring.
            return _keys.Any() ? _provider.Value.CreateProtector(purpose).Unprotect(cipher) : throw new CryptographicException("The key ring has no key.");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SecretVaultException($"What was stored does not open with the key ring in '{folder}'. Put the key ring back that was in use when it was stored, or name its folder with {Setting}.", e);
        }
    }

    private SecretVaultException Unusable(Exception cause) => new(
        $"The key ring in '{folder}' cannot be used. Let the service's account read and write that folder, or name another with {Setting}.", cause);

    private static IDataProtectionProvider Provide(KeyFiles keys)
    {
        // Apart from the host's services, whose start would load or create the keys each time.
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName(Application).AddKeyManagementOptions(options => options.XmlRepository = keys);
        return services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>();
    }
}
