using System.Xml.Linq;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Tableau.Credentials;

namespace GrpcRefresh.Server.Tableau;

/// <summary>The two requests that open and close a session.</summary>
internal sealed class SignIn(TableauWire wire, ApiVersion version, string contentUrl, ICredential credential, TimeProvider time)
{
    /// <summary>Where to sign in. Apart from it, so that a failure here is not taken for a refused credential.</summary>
    public async Task<string> LocateAsync(CancellationToken ct) => $"/api/{await version.GetAsync(ct)}/auth/signin";

    // Not marked as having an effect: a session more or less is nothing that a caller would have to look up.
    public async Task<SessionTicket> OpenAsync(string path, Secret secret, CancellationToken ct)
    {
        var request = new TableauRequest(HttpMethod.Post, path) { Body = Credentials(secret) };
        try
        {
            return Read(await wire.SendAsync(request, path, token: null, ct)) ?? throw AnswerProblem.Incomplete(request, "a session");
        }
        catch (TableauException)
        {
            version.Forget();
            throw;
        }
    }

    public async Task CloseAsync(SessionTicket ticket, CancellationToken ct)
    {
        var path = $"/api/{await version.GetAsync(ct)}/auth/signout";
        await wire.SendAsync(new TableauRequest(HttpMethod.Post, path), path, ticket.Token, ct);
    }

    private XElement Credentials(Secret secret) => new("tsRequest", new XElement("credentials",
        credential.SignIn(secret, time.GetUtcNow() + wire.Clock.Offset),
        new XElement("site", new XAttribute("contentUrl", contentUrl))));

    private SessionTicket? Read(XElement? root) =>
        root?.Child("credentials") is { } credentials && credentials.Text("token") is { } token && credentials.Child("site")?.Text("id") is { } site
            ? new SessionTicket(new Secret(token), site, time.GetUtcNow())
            : null;
}
