namespace GrpcRefresh.Simulation.Rest.Endpoints;

/// <summary>Who an owner is.</summary>
internal static class Users
{
    public static RestAnswer Get(RestCall call)
    {
        var user = call.World.Data.Users.Find(user => user.Luid.Equals(call.Id(1), StringComparison.OrdinalIgnoreCase) && user.SiteLuid == call.Site.Luid)
            ?? throw Refuse.UnknownUser(call.Id(1));
        return RestAnswer.Ok(Xml.Element(
            "user",
            Xml.Attribute("id", user.Luid),
            Xml.Attribute("name", user.Name),
            Xml.Attribute("fullName", user.FullName),
            Xml.Attribute("email", user.Email),
            Xml.Attribute("siteRole", user.SiteRole)));
    }
}
