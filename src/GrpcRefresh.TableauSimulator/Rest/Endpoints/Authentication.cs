using System.Xml.Linq;
using GrpcRefresh.Simulation.Sessions;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Rest.Endpoints;

/// <summary>Signing in, over to another site, and out again.</summary>
internal static class Authentication
{
    public static RestAnswer SignIn(RestCall call)
    {
        var credentials = call.ReadBody().Element("credentials") ?? throw Refuse.Malformed("The credentials are missing.");
        var site = FindSite(call, credentials) ?? throw Refuse.SignInFailed();
        return RestAnswer.Ok(Describe(call.World.Sessions.Open(Identification.Of(call, credentials, site), site, call.Now)));
    }

    /// <summary>Another token for the same account on another site; the token that asked is spent.</summary>
    public static RestAnswer SwitchSite(RestCall call)
    {
        var site = FindSite(call, call.ReadBody());
        if (site == call.Site)
        {
            throw Refuse.SameSite();
        }

        var user = call.World.Data.Users.Find(user => user.SiteLuid == site?.Luid && user.Name == call.User.Name);
        if (site is null || user is null)
        {
            throw Refuse.SiteNotAvailable();
        }

        call.World.Sessions.Close(call.Session);
        return RestAnswer.Ok(Describe(call.World.Sessions.Open(call.Session.Identity with { User = user }, site, call.Now)));
    }

    public static RestAnswer SignOut(RestCall call)
    {
        call.World.Sessions.Close(call.Session);
        return new RestAnswer(StatusCodes.Status204NoContent);
    }

    private static Site? FindSite(RestCall call, XElement parent)
    {
        var contentUrl = parent.Element("site")?.Attribute("contentUrl")?.Value ?? "";
        return call.World.Data.Sites.Find(site => site.ContentUrl.Equals(contentUrl, StringComparison.OrdinalIgnoreCase));
    }

    private static XElement Describe(Session session) => Xml.Element(
        "credentials",
        Xml.Attribute("token", session.Token),
        Xml.Attribute("estimatedTimeToExpiration", "177:05:38"),
        Xml.Element("site", Xml.Attribute("id", session.Site.Luid), Xml.Attribute("contentUrl", session.Site.ContentUrl)),
        Xml.Element("user", Xml.Attribute("id", session.User.Luid)));
}
