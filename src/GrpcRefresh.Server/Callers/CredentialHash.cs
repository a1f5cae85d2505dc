using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace GrpcRefresh.Server.Callers;

/// <summary>Stands for a credential where it must not be kept itself.</summary>
internal readonly record struct CredentialHash(UInt128 High, UInt128 Low)
{
    public static CredentialHash Of(string credential)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(credential), hash);
        return new CredentialHash(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
    }
}
