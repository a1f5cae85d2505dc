namespace GrpcRefresh.Simulation.Rest;

/// <summary>Finds the route of a request; own, because Tableau's literals match in any case and its wrong verbs speak XML.</summary>
internal static class Router
{
    private static readonly Version Newest = new(99, 0);

    public static RouteMatch Find(string method, string path)
    {
        var (version, rest) = Split(path);
        if (version is null)
        {
            return new RouteMatch(null, [], Newest, method, rest, WrongVerb: false);
        }

        var segments = rest.Split('/');
        var there = Routes.All.Select(route => (Route: route, Ids: route.Match(segments))).Where(match => match.Ids is not null).ToList();
        var (route, ids) = there.Find(match => match.Route.Method.Equals(method, StringComparison.OrdinalIgnoreCase));
        return new RouteMatch(route, ids ?? [], version, method, rest, WrongVerb: route is null && there.Count > 0);
    }

    /// <summary><c>/api/3.27/auth/signin</c> is version 3.27 of <c>/auth/signin</c>; the metadata API has no version.</summary>
    private static (Version? Version, string Path) Split(string path)
    {
        var trimmed = path.TrimEnd('/');
        if (trimmed.StartsWith("/api/metadata/", StringComparison.OrdinalIgnoreCase))
        {
            return (Newest, trimmed["/api".Length..]);
        }

        var segments = trimmed.Split('/', 4);
        return segments.Length == 4 && segments[1].Equals("api", StringComparison.OrdinalIgnoreCase) && Version.TryParse(segments[2], out var version)
            ? (version, "/" + segments[3])
            : (null, trimmed);
    }
}
