using GrpcRefresh.Simulation.Sessions;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Rest;

/// <summary>What every call passes before its handler: does the version have it, is there a session, is it the session's site.</summary>
internal static class RestDoor
{
    public static RestAnswer Answer(RestCall call)
    {
        try
        {
            return call.World.Run(() => Enter(call));
        }
        catch (RestRefusal refusal)
        {
            return refusal.ToAnswer();
        }
    }

    private static RestAnswer Enter(RestCall call)
    {
        var (route, path) = (call.Match.Route, $"/{call.Version}{call.Match.Path}");
        if (route is null)
        {
            throw call.Match.WrongVerb ? Refuse.WrongVerb(call.Match.Method) : Refuse.UnknownResource(call.Match.Path);
        }

        // Server info answers under any version: it is how a client finds out which one to use.
        if (route.Handle != Endpoints.ServerInfo.Get && !Speaks(call, route))
        {
            throw Refuse.UnknownResource(path);
        }

        if (!route.IsOpen)
        {
            call.Session = SessionOf(call);
            RequireScope(call, route);
        }

        if (route.HasSite)
        {
            RequireSite(call);
        }

        return route.Handle(call);
    }

    private static bool Speaks(RestCall call, Route route)
    {
        var newest = call.World.Settings.ParsedApiVersion;
        return route.Handle == GraphQl.MetadataApi.Query
            ? newest >= route.SinceVersion
            : call.Version <= newest && call.Version >= route.SinceVersion;
    }

    private static Session SessionOf(RestCall call) => call.Token is { Length: > 0 } token
        ? call.World.Sessions.Use(token, call.Now) ?? throw Refuse.BadToken()
        : throw Refuse.NoToken();

    private static void RequireScope(RestCall call, Route route)
    {
        if (call.Session.Identity is { Scopes: not null } identity && !(identity.MayUse(route.Scope) && call.Version >= route.ScopeSince))
        {
            throw Refuse.BadToken();
        }
    }

    private static void RequireSite(RestCall call)
    {
        var luid = call.Id(0);
        if (!luid.Equals(call.Site.Luid, StringComparison.OrdinalIgnoreCase))
        {
            throw call.World.Data.Sites.Any(site => site.Luid.Equals(luid, StringComparison.OrdinalIgnoreCase))
                ? Refuse.OtherSite()
                : Refuse.UnknownSite(luid);
        }
    }
}
