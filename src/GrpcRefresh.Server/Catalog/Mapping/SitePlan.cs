using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>Compares what a site has with what the table has of it.</summary>
internal sealed class SitePlan
{
    private readonly SiteKey _site;
    private readonly IReadOnlyList<ListedItem> _items;
    private readonly ILookup<string, MappingRow> _rows;

    /// <param name="rows">All rows of the table.</param>
    /// <param name="isOnly">Whether no other configured site has this contentUrl, so that a row without a server is about this one.</param>
    public SitePlan(SiteKey site, IReadOnlyList<ListedItem> items, IEnumerable<MappingRow> rows, bool isOnly)
    {
        (_site, _items) = (site, items);
        var ours = rows.Where(row => row.Luid is not null && row.MayBeOf(site.Server)).ToList();
        _rows = ours.ToLookup(row => row.Luid!, StringComparer.OrdinalIgnoreCase);
        var there = items.Select(item => item.Luid).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Missing = [.. ours.Where(row => row.IsOf(site.ContentUrl) && !row.HasVanished && !there.Contains(row.Luid!) && (isOnly || !row.IsHandWritten))];
    }

    /// <summary>Rows of content that was not listed.</summary>
    public IReadOnlyList<MappingRow> Missing { get; }

    /// <summary>More likely a lost right than a lost site.</summary>
    public bool LooksLost => _items.Count == 0 && Missing.Count > 0;

    /// <param name="gone">Of <see cref="Missing"/>, those that were missed again.</param>
    public IReadOnlyList<MappingChange> Changes(IEnumerable<MappingRow> gone) =>
    [
        .. _items.SelectMany(item => Ids(item).Select(id => MappingChange.Of(item, id))),
        .. gone.Select(row => row.Id).Distinct().Select(MappingChange.Vanished),
    ];

    public SiteSync Count(IReadOnlyCollection<MappingRow> gone)
    {
        var states = _items.CountBy(State).ToDictionary();
        return new SiteSync(
            _site,
            _items.Count(item => item.Type == ResourceType.Workbook),
            _items.Count(item => item.Type == ResourceType.Datasource),
            states.GetValueOrDefault(RowState.Absent),
            states.GetValueOrDefault(RowState.Different),
            gone.DistinctBy(row => row.Luid).Count(),
            states.GetValueOrDefault(RowState.Vanished));
    }

    // Each spelling that the table has of it, so that none is left behind beside a new row.
    private IEnumerable<string> Ids(ListedItem item) => _rows[item.Luid].Select(row => row.Id).DefaultIfEmpty(item.Luid).Distinct();

    private RowState State(ListedItem item)
    {
        var rows = _rows[item.Luid].ToList();
        return rows.Count == 0 ? RowState.Absent
            : rows.Any(row => row.HasVanished) ? RowState.Vanished
            : rows.All(row => IsSame(row, item)) ? RowState.Same : RowState.Different;
    }

    private bool IsSame(MappingRow row, ListedItem item) =>
        row.Server == _site.Server && row.Site == _site.ContentUrl && row.Id == item.Luid && row.TypeWord == MappingWords.Of(item.Type)
        && (row.Name, row.Project, row.Path, row.Url) == (item.Name, item.Project, item.Path, item.Url)
        // An owner that Tableau does not tell this time is kept.
        && (row.Owner == item.Owner || item.Owner.Length == 0);

    private enum RowState
    {
        Absent,
        Different,
        Vanished,
        Same,
    }
}
