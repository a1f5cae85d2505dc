namespace GrpcRefresh.Server.Telemetry;

/// <summary>A site in tags. An empty one would look like a missing one, so the Default site has a name that no contentUrl can be.</summary>
internal static class SiteTags
{
    public const string Default = "(Default)";
    public const string Several = "(several)";

    private static readonly SiteKey Many = new(Several, Several);

    public static string Of(SiteKey site) => site.ContentUrl.Length == 0 ? Default : site.ContentUrl;

    /// <summary>Of what is about several sites.</summary>
    public static SiteKey Common(IReadOnlyList<SiteKey> sites) => sites switch
    {
        [var only] => only,
        [var first, ..] when sites.All(site => site.Server == first.Server) => first with { ContentUrl = Several },
        _ => Many,
    };
}
