using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Listening;

/// <summary>What the files of the certificate hold at one moment.</summary>
internal sealed class TlsFiles
{
    private const string Certificate = $"{TlsOptions.Section}:{nameof(TlsOptions.CertificateFile)}";
    private const string Key = $"{TlsOptions.Section}:{nameof(TlsOptions.KeyFile)}";
    private const string Password = $"{TlsOptions.Section}:{nameof(TlsOptions.PasswordFile)}";

    private readonly byte[] _certificate;
    private readonly byte[]? _key;
    private readonly byte[]? _password;

    private TlsFiles(byte[] certificate, byte[]? key, byte[]? password) => (_certificate, _key, _password) = (certificate, key, password);

    /// <summary>The same for the same content, whatever links and times there are.</summary>
    public string Digest => Convert.ToHexString(SHA256.HashData([.. SHA256.HashData(_certificate), .. SHA256.HashData(_key ?? []), .. SHA256.HashData(_password ?? [])]));

    /// <exception cref="CertificateUnusableException">A file cannot be read, or others may read a key or a password.</exception>
    public static TlsFiles Read(TlsOptions options)
    {
        try
        {
            var hasKey = !string.IsNullOrEmpty(options.KeyFile);
            return new TlsFiles(
                // Without a key of its own it holds the key.
                hasKey ? SecretFile.ReadPublic(Certificate, options.CertificateFile!) : SecretFile.Read(Certificate, options.CertificateFile!),
                hasKey ? SecretFile.Read(Key, options.KeyFile!) : null,
                string.IsNullOrEmpty(options.PasswordFile) ? null : SecretFile.Read(Password, options.PasswordFile));
        }
        catch (SecretUnavailableException e)
        {
            throw new CertificateUnusableException(e.Message, e);
        }
    }

    /// <exception cref="CertificateUnusableException">They hold no certificate with its key.</exception>
    public ServingCertificate Load()
    {
        try
        {
            return IsPem ? LoadPem() : LoadPfx();
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            var remedy = _password is null
                ? $"Give a PEM file with the certificate and {Key} with its key, or a PFX file; if the key is encrypted, give {Password} as well."
                : $"Compare {Certificate} with {(_key is null ? "" : $"{Key} and ")}{Password}.";
            throw new CertificateUnusableException($"{Certificate} cannot be used ({e.Message}). {remedy}", e);
        }
    }

    private bool IsPem => _certificate.AsSpan().IndexOf("-----BEGIN "u8) >= 0;

    private ServingCertificate LoadPem()
    {
        var certificates = Encoding.UTF8.GetString(_certificate);
        var key = _key is null ? certificates : Encoding.UTF8.GetString(_key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificates);
        if (chain.Count == 0)
        {
            throw new CertificateUnusableException($"{Certificate} holds no certificate. Put the certificate first and then those that lead to its authority.");
        }

        var own = _password is null ? X509Certificate2.CreateFromPem(certificates, key) : X509Certificate2.CreateFromEncryptedPem(certificates, key, PasswordText);
        chain.RemoveAt(0);
        return new ServingCertificate(own, chain);
    }

    private ServingCertificate LoadPfx()
    {
        if (_key is not null)
        {
            throw new CertificateUnusableException($"{Certificate} is a PFX file, which holds the key, and {Key} is set as well. Remove {Key}, or give a PEM file.");
        }

        // On Linux keys stay in memory; Windows serves only those that it keeps itself.
        var keeping = OperatingSystem.IsWindows() ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet;
        var chain = X509CertificateLoader.LoadPkcs12Collection(_certificate, PasswordText, keeping);
        var own = chain.FirstOrDefault(certificate => certificate.HasPrivateKey)
            ?? throw new CertificateUnusableException($"{Certificate} holds no certificate with its key. Export both into the PFX file.");
        chain.Remove(own);
        return new ServingCertificate(own, chain);
    }

    private string PasswordText => _password is null ? "" : Encoding.UTF8.GetString(_password).TrimEnd('\r', '\n');
}
