using System.Net;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Callers;

/// <summary>Tells who calls, for every door alike, and lets nobody call too often.</summary>
internal sealed class CallerAuthenticator(ConfiguredCallers configured, CredentialCheck credentials, StrangerBrake brake, CallerRates rates)
{
    /// <param name="authorization">The header of that name; null when there is none.</param>
    /// <param name="source">The address that the call came from; null when that is not known.</param>
    /// <exception cref="RefusedException">UNAUTHENTICATED, or RATE_LIMITED.</exception>
    public async ValueTask<Caller> AuthenticateAsync(string? authorization, IPAddress? source, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (!await configured.AnyAsync(now: authorization is not null, ct))
        {
            return Nobody(source);
        }

        var finding = await credentials.CheckAsync(authorization, ct);
        if (finding.Caller is not { } caller)
        {
            await brake.HoldAsync(source, finding.Problem, ct);
            throw Denial.OfStranger();
        }

        rates.Take(caller);
        return caller;
    }

    /// <summary>Who calls without a credential what strangers may ask: null for a stranger, of whom there are none while callers cannot be told apart.</summary>
    public async ValueTask<Caller?> GreetAsync(IPAddress? source, CancellationToken ct) => await configured.AnyAsync(now: false, ct) ? null : Nobody(source);

    private static Caller Nobody(IPAddress? source) => Caller.Anonymous(source is null ? "unknown" : SourceNetwork.Address(source).ToString());
}
