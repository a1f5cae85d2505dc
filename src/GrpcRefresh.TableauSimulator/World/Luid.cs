using System.Security.Cryptography;
using System.Text;

namespace GrpcRefresh.Simulation.World;

/// <summary>Ids derived from names, so that seeded things keep theirs from run to run.</summary>
public static class Luid
{
    /// <summary>The id of <paramref name="name"/>: a version 5 UUID over the first 16 bytes of the name's SHA-256.</summary>
    public static string From(string name)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(name))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x50);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    internal static string New() => Guid.NewGuid().ToString();
}
