using System.Security.Cryptography;
using System.Text;
using GrpcRefresh.Server.Jobs;

namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>Request ids that a restarted run finds again, so that it starts no second refresh for one purpose.</summary>
internal static class RequestIds
{
    public static string Of(string rotationId, Lane lane, string purpose) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{rotationId}\n{lane}\n{purpose}")).AsSpan(0, 16)).ToString();
}
