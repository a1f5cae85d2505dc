namespace GrpcRefresh.Simulation.Rest.Endpoints;

/// <summary>Looking at one's session, and ending one by its id: one's own, or as administrator any of the site.</summary>
internal static class ServerSessions
{
    public static RestAnswer Current(RestCall call) => RestAnswer.Ok(Xml.Element(
        "session",
        Xml.Attribute("id", call.Session.Id),
        Xml.Element(
            "site",
            Xml.Attribute("id", call.Site.Luid),
            Xml.Attribute("name", call.Site.Name),
            Xml.Attribute("contentUrl", call.Site.ContentUrl)),
        Xml.Element(
            "user",
            Xml.Attribute("id", call.User.Luid),
            Xml.Attribute("name", call.User.Name),
            Xml.Attribute("siteRole", call.User.SiteRole))));

    public static RestAnswer Delete(RestCall call)
    {
        var session = call.World.Sessions.Find(call.Id(0));
        if (session is null || session.Site != call.Site)
        {
            throw Refuse.UnknownResource(call.Match.Path);
        }

        if (session.User != call.User)
        {
            call.RequireAdmin();
        }

        call.World.Sessions.Close(session);
        return new RestAnswer(StatusCodes.Status204NoContent);
    }
}
