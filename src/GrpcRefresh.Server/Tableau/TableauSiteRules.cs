using System.Text.RegularExpressions;

namespace GrpcRefresh.Server.Tableau;

/// <summary>What must hold for one configured site, and for the sites of one server together.</summary>
internal static partial class TableauSiteRules
{
    public static IEnumerable<string> Check(string key, TableauSiteOptions site)
    {
        if (!ContentUrl().IsMatch(site.ContentUrl))
        {
            yield return $"{key}:ContentUrl: '{site.ContentUrl}' is no contentUrl. It is the text after /site/ in the browser's address, " +
                "made of letters, digits, - and _; leave it empty for the Default site.";
        }

        foreach (var problem in TableauCredentialRules.Check($"{key}:Credential", site.Credential))
        {
            yield return problem;
        }
    }

    public static IEnumerable<string> CheckTogether(string key, IReadOnlyList<TableauSiteOptions> sites)
    {
        foreach (var same in sites.GroupBy(site => site.ContentUrl, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
        {
            yield return $"{key}: the site '{same.Key}' is configured {same.Count()} times. Keep one.";
        }

        // Only tokens: sessions by password and by connected app live beside each other, so their sites may share them. By
        // name alone: the secrets may be files that differ by an accident, and two accounts with a token of the same name
        // can rename one.
        foreach (var same in sites.Where(site => !string.IsNullOrWhiteSpace(site.Credential.PatName))
            .GroupBy(site => site.Credential.PatName, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            yield return $"{key}: the sites {string.Join(", ", same.Select(site => $"'{site.ContentUrl}'"))} share the personal access token " +
                $"'{same.Key}'. Tableau allows a token one live session, so they would sign each other out. Give each site its own token, " +
                "with its own name.";
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_-]*$")]
    private static partial Regex ContentUrl();
}
