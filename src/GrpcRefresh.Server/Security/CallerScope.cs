namespace GrpcRefresh.Server.Security;

/// <summary>Where a caller may act: all three must hold, and an empty list holds everywhere.</summary>
/// <param name="Servers">Names of configured Tableau servers.</param>
/// <param name="Sites">contentUrls; the empty string is the Default site.</param>
/// <param name="Projects">Paths of names, outermost first. Each includes the projects below it.</param>
internal sealed record CallerScope(
    IReadOnlyList<string> Servers, IReadOnlyList<string> Sites, IReadOnlyList<IReadOnlyList<string>> Projects)
{
    public static readonly CallerScope Everything = new([], [], []);

    public bool IsUnlimited => Servers.Count + Sites.Count + Projects.Count == 0;

    /// <summary>Whether a site's every project is inside.</summary>
    public bool CoversAllOf(SiteKey site) => Touches(site) && Projects.Count == 0;

    /// <summary>Whether something on the site may be inside. What is said of others must not depend on whether the site exists.</summary>
    public bool Touches(SiteKey site) => IsAny(Servers, site.Server) && IsAny(Sites, site.ContentUrl);

    /// <summary>Whether something on some site of the server may be inside.</summary>
    public bool TouchesServer(string server) => IsAny(Servers, server);

    /// <summary>Whether something on a site of that contentUrl may be inside, on one server or another.</summary>
    public bool TouchesSite(string contentUrl) => IsAny(Sites, contentUrl);

    /// <param name="projectPath">Outermost first. Empty is a personal space, or not known: outside of every project.</param>
    public bool Covers(SiteKey site, IReadOnlyList<string> projectPath) => Touches(site) && CoversProject(projectPath);

    public bool CoversProject(IReadOnlyList<string> path) =>
        Projects.Count == 0 || Projects.Any(project => path.Take(project.Count).SequenceEqual(project, StringComparer.Ordinal));

    /// <summary>Whether something in the project, or below it, may be inside.</summary>
    public bool TouchesProject(IReadOnlyList<string> path) =>
        CoversProject(path) || Projects.Any(project => project.Take(path.Count).SequenceEqual(path, StringComparer.Ordinal));

    private static bool IsAny(IReadOnlyList<string> chosen, string value) =>
        chosen.Count == 0 || chosen.Contains(value, StringComparer.OrdinalIgnoreCase);
}
