using System.Net;
using GrpcRefresh.Server.Callers;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Gateway;

/// <summary>Asks who calls before anything is read or looked up, so that a stranger learns not even which paths there are.</summary>
internal sealed class GatewayDoorkeeper(CallerAuthenticator authenticator, IOptions<GatewayOptions> options)
{
    /// <exception cref="RefusedException">UNAUTHENTICATED, RATE_LIMITED, or PERMISSION_DENIED for a web page that is not from here.</exception>
    public async Task AdmitAsync(HttpContext http)
    {
        var caller = await authenticator.AuthenticateAsync(http.Request.Headers.Authorization, http.Connection.RemoteIpAddress, http.RequestAborted);
        if (caller.IsAnonymous && !IsLoopback(http.Request.Host.Host))
        {
            throw Outside(
                caller,
                "Host",
                "While no callers are configured the service answers only to localhost, 127.0.0.1 and [::1] in the Host header: otherwise any web page could use it. Configure a caller.");
        }

        if (caller.IsAnonymous && IsOfOtherPage(http.Request.Headers))
        {
            throw Outside(
                caller,
                "Sec-Fetch-Site",
                $"While no callers are configured the service does nothing for a page of another site, by what the browser says. Add its origin to {GatewayOptions.Section}:{nameof(GatewayOptions.AllowedOrigins)}, or configure a caller.");
        }

        http.Features.Set(new CallerFeature(caller));
    }

    /// <summary>A page may ask without wanting to read the answer, and then needs no leave of ours: what it asks for is done all the same.</summary>
    private bool IsOfOtherPage(IHeaderDictionary headers) =>
        headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" && !options.Value.AllowedOrigins.Contains(headers.Origin.ToString());

    private static RefusedException Outside(Caller caller, string what, string message) => new(new Failure(ErrorReason.PermissionDenied, message)
    {
        Metadata = new Dictionary<string, string> { ["role"] = Denial.NameOf(caller.Role), ["outside"] = what },
    });

    /// <summary>A page of some other site that makes its own name mean 127.0.0.1 still sends that name (DNS rebinding).</summary>
    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
