using GrpcRefresh.Server.Listening;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Listening;

/// <summary>The rules of listeners under chosen circumstances.</summary>
internal static class TheListeners
{
    public static ListenRules Rules(bool certificate = false, bool terminates = false, bool callers = false) => new(
        Options.Create(new TlsOptions { CertificateFile = certificate ? "/etc/tls.crt" : null }),
        Options.Create(new ProxyOptions { TerminatesTls = terminates }),
        Callers(callers));

    public static IKnownCallers Callers(bool configured) => new Known(configured);

    private sealed record Known(bool AreConfigured) : IKnownCallers;
}
