using System.Collections.Concurrent;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>The mapping table as it was read at one time, to be looked up by name.</summary>
internal sealed class MappingCopy(IEnumerable<MappingRow> rows, DateTimeOffset readAt)
{
    private readonly ILookup<(ResourceType, string), MappingRow> _rows =
        rows.Where(row => row is { Type: not null, Luid: not null, HasVanished: false }).ToLookup(row => (row.Type!.Value, row.Name));

    // Until the next copy only: what Tableau does not know now, it may know again.
    private readonly ConcurrentDictionary<string, bool> _stale = [];

    public DateTimeOffset ReadAt => readAt;

    /// <summary>The rows of that name whose projects fit, one for each piece of content.</summary>
    /// <param name="path">A single name is that of the innermost project; several are the whole path.</param>
    public IEnumerable<MappingRow> Find(SiteKey site, ResourceType type, ResourceNamePath path) =>
        _rows[(type, path.Name)]
            .Where(row => row.IsOf(site.ContentUrl) && row.MayBeOf(site.Server) && Fits(row, path.ProjectPath) && !_stale.ContainsKey(row.Luid!))
            // What somebody wrote by hand beside a row of the service's counts for more.
            .OrderByDescending(row => row.IsHandWritten)
            .DistinctBy(row => row.Luid);

    /// <summary>Tableau no longer knows the row's id.</summary>
    /// <returns>Whether that is news.</returns>
    public bool MarkStale(MappingRow row) => _stale.TryAdd(row.Luid!, true);

    // A row of the recipe's own tells the innermost project only; Tableau tells afterwards whether the others fit.
    private static bool Fits(MappingRow row, IReadOnlyList<string> projects) =>
        row.Project == projects[^1] && (projects.Count == 1 || row.Path.Length == 0 || row.Path == ProjectPathText.Write(projects));
}
