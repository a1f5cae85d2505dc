using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>Finds content by the mapping table. What it is and where it lies Tableau tells, so that a row can widen nobody's reach.</summary>
internal sealed class MappingLookup(MappingTable table, ItemDescriber describer) : INameSource
{
    /// <summary>Each is asked about. A name that so many rows have is ambiguous in any case.</summary>
    private const int MostAsked = 50;

    public async Task<CatalogItem> FindAsync(WantedResource wanted, ResourceNamePath path, CancellationToken ct)
    {
        var copy = await table.GetAsync(ct);
        List<CatalogItem> found = [];
        TableauException? forbidden = null;
        foreach (var row in copy.Find(wanted.Site.Key, wanted.Type, path).Take(MostAsked))
        {
            try
            {
                if (await AskAsync(wanted, copy, row, ct) is { } item && Agrees(item, row, path))
                {
                    found.Add(item);
                }
            }
            catch (TableauException e) when (e.Kind == TableauErrorKind.Forbidden)
            {
                // Another row, or another source, may lead to what may be seen.
                forbidden = e;
            }
        }

        // The contract's meaning of a path goes before the recipe's.
        var exact = found.Where(item => item.ProjectPath.SequenceEqual(path.ProjectPath)).ToList();
        return (exact.Count > 0 ? exact : found) switch
        {
            [] => throw forbidden ?? (Exception)new ResourceNotFoundException(wanted, []),
            [var only] => only,
            var several => throw new ResourceAmbiguousException(wanted, several),
        };
    }

    private async Task<CatalogItem?> AskAsync(WantedResource wanted, MappingCopy copy, MappingRow row, CancellationToken ct)
    {
        try
        {
            return await describer.DescribeAsync(wanted.Site, await wanted.Site.GetItemAsync(wanted.Type, row.Luid!, ct), ct);
        }
        catch (TableauException e) when (e.Kind == TableauErrorKind.NotFound)
        {
            table.Stale(copy, row);
            return null;
        }
    }

    // People may call content what they like; a row that the service wrote holds only as long as Tableau calls it so.
    private static bool Agrees(CatalogItem item, MappingRow row, ResourceNamePath path) =>
        path.ProjectPath.Count > 1 ? item.ProjectPath.SequenceEqual(path.ProjectPath) && (row.IsHandWritten || item.Name == path.Name)
        : row.IsHandWritten || (item.Name == path.Name && item.ProjectPath.Count > 0 && item.ProjectPath[^1] == path.ProjectPath[0]);
}
