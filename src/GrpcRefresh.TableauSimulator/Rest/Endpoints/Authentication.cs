using System.Xml.Linq;
using GrpcRefresh.Simulation.Sessions;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Rest.Endpoints;

/// <summary>Signing in with a personal access token, and out again.</summary>
internal static class Authentication
{
    public static RestAnswer SignIn(RestCall call)
    {
        var credentials = call.ReadBody().Element("credentials") ?? throw Refuse.Malformed("The credentials are missing.");
        var name = credentials.Attribute("personalAccessTokenName")?.Value;
        var secret = credentials.Attribute("personalAccessTokenSecret")?.Value;
        if (name is not null && credentials.Attribute("name") is not null)
        {
            throw Refuse.Malformed("A personal access token and a user name exclude each other.");
        }

        var contentUrl = credentials.Element("site")?.Attribute("contentUrl")?.Value ?? "";
        var data = call.World.Data;
        var token = data.Tokens.Find(token => token.Name == name && token.Secret == secret);
        var user = data.Users.Find(user => user.Luid == token?.UserLuid);
        var site = data.Sites.Find(site => site.Luid == user?.SiteLuid && site.ContentUrl.Equals(contentUrl, StringComparison.OrdinalIgnoreCase));
        return token is null || user is null || site is null
            ? throw Refuse.SignInFailed()
            : RestAnswer.Ok(Describe(call.World.Sessions.Open(user, site, token, call.Now)));
    }

    public static RestAnswer SignOut(RestCall call)
    {
        call.World.Sessions.Close(call.Session);
        return new RestAnswer(StatusCodes.Status204NoContent);
    }

    private static XElement Describe(Session session) => Xml.Element(
        "credentials",
        Xml.Attribute("token", session.Token),
        Xml.Attribute("estimatedTimeToExpiration", "177:05:38"),
        Xml.Element("site", Xml.Attribute("id", session.Site.Luid), Xml.Attribute("contentUrl", session.Site.ContentUrl)),
        Xml.Element("user", Xml.Attribute("id", session.User.Luid)));
}
