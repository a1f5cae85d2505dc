namespace GrpcRefresh.Server.Security;

/// <summary>Where a caller may act: all three must hold, and an empty list holds everywhere.</summary>
/// <param name="Servers">Names of configured Tableau servers.</param>
/// <param name="Sites">contentUrls; the empty string is the Default site.</param>
/// <param name="Projects">Paths of names, outermost first. Each includes the projects below it.</param>
internal sealed record CallerScope(
    IReadOnlyList<string> Servers, IReadOnlyList<string> Sites, IReadOnlyList<IReadOnlyList<string>> Projects)
{
    public static readonly CallerScope Everything = new([], [], []);

    /// <summary>Whether a site's every project is inside.</summary>
    public bool CoversAllOf(SiteKey site) => Touches(site) && Projects.Count == 0;

    /// <summary>Whether something on the site may be inside. What is said of others must not depend on whether the site exists.</summary>
    public bool Touches(SiteKey site) => IsAny(Servers, site.Server) && IsAny(Sites, site.ContentUrl);

    /// <param name="projectPath">Outermost first. Empty is a personal space, or not known: outside of every project.</param>
    public bool Covers(SiteKey site, IReadOnlyList<string> projectPath) => Touches(site) && CoversProject(projectPath);

    public bool CoversProject(IReadOnlyList<string> path) =>
        Projects.Count == 0 || Projects.Any(project => path.Take(project.Count).SequenceEqual(project, StringComparer.Ordinal));

    private static bool IsAny(IReadOnlyList<string> chosen, string value) =>
        chosen.Count == 0 || chosen.Contains(value, StringComparer.OrdinalIgnoreCase);
}
