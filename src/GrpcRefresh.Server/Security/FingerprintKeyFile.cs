using System.Security.Cryptography;

namespace GrpcRefresh.Server.Security;

/// <summary>The random key of fingerprints, kept encrypted beside the key ring.</summary>
internal sealed class FingerprintKeyFile(string folder)
{
    private const string Purpose = "fingerprint-key";
    private const int Bytes = 32;

    private readonly string _path = Path.Combine(folder, "fingerprint.key");

    public byte[] ReadOrCreate(Func<byte[], string, byte[]> seal, Func<byte[], string, byte[]> open)
    {
        if (File.Exists(_path))
        {
            return Read(open);
        }

        var key = RandomNumberGenerator.GetBytes(Bytes);
        PrivateFile.Write(_path, seal(key, Purpose));
        return key;
    }

    private byte[] Read(Func<byte[], string, byte[]> open)
    {
        try
        {
            return open(File.ReadAllBytes(_path), Purpose);
        }
        catch (SecretVaultException e)
        {
            throw new SecretVaultException($"{e.Message} If it is lost for good, delete '{_path}': calls from before are then no longer recognised when they are repeated.", e);
        }
    }
}
