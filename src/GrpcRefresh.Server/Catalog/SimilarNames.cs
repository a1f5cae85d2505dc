using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog;

/// <summary>Looks for what somebody may have meant by a name that does not exist.</summary>
internal sealed class SimilarNames(CatalogOptions options, TimeProvider time)
{
    private const int MostTypos = 2;

    private readonly LookupCache<(SiteKey, ResourceType), IReadOnlyList<TableauItem>> _seen = new(options.MaxListings, options.KeepListings, time);

    /// <summary>Items of these projects whose names differ by case or by a typo or two, the closest first.</summary>
    public async Task<IReadOnlyList<TableauItem>> FindAsync(
        TableauSite site, ResourceType type, IReadOnlySet<string> projects, string name, CancellationToken ct)
    {
        if (projects.Count == 0 || options.MaxCandidates == 0)
        {
            return [];
        }

        var items = await _seen.GetAsync((site.Key, type), () => ReadAsync(site, type), ct);
        return
        [
            .. from item in items
               where item.ProjectLuid is { } project && projects.Contains(project)
               let distance = Distance(item.Name.ToUpperInvariant(), name.ToUpperInvariant())
               where distance <= MostTypos && distance < name.Length
               orderby distance
               select item,
        ];
    }

    private async Task<IReadOnlyList<TableauItem>> ReadAsync(TableauSite site, ResourceType type)
    {
        var items = new List<TableauItem>();
        await foreach (var item in site.ListItemsAsync(type, CancellationToken.None))
        {
            items.Add(item);
            if (items.Count >= options.MaxCandidates)
            {
                break;
            }
        }

        return items;
    }

    /// <summary>Insertions, deletions and replacements from one to the other (Levenshtein); beyond the bound any larger number.</summary>
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > MostTypos)
        {
            return int.MaxValue;
        }

        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
