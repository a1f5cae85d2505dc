using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>Compares what a site has with what the table has of it. The service's rows are made to say what Tableau says; those that people wrote are at most marked.</summary>
internal sealed class SitePlan
{
    /// <summary>So much may go at once, even if it is most of a type.</summary>
    public const int Few = 20;

    private readonly SiteKey _site;
    private readonly IReadOnlyList<ListedItem> _items;
    private readonly ILookup<string, MappingRow> _own;
    private readonly IReadOnlyList<MappingRow> _known;
    private readonly ILookup<string, MappingRow> _back;

    /// <param name="rows">All rows of the table.</param>
    /// <param name="listed">What this site and the others of the same sync list.</param>
    /// <param name="isOnly">Whether no other configured site has this contentUrl, so that a row without a server is about this one.</param>
    public SitePlan(SiteKey site, IReadOnlyList<ListedItem> items, IEnumerable<MappingRow> rows, ListedContent listed, bool isOnly)
    {
        (_site, _items) = (site, items);
        var ours = rows.Where(row => row.Luid is not null && row.MayBeOf(site.Server)).ToList();
        _own = ours.Where(row => !row.IsHandWritten).ToLookup(row => row.Luid!, StringComparer.OrdinalIgnoreCase);
        _known = [.. ours.Where(row => row.IsOf(site.ContentUrl) && !row.HasVanished && (isOnly || !row.IsHandWritten))];
        Missing = [.. _known.Where(row => !listed.Has(row))];
        var there = items.Select(item => item.Luid).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _back = ours.Where(row => row.IsHandWritten && row.HasVanished && row.IsOf(site.ContentUrl) && there.Contains(row.Luid!))
            .ToLookup(row => row.Luid!, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Rows of content that was not listed.</summary>
    public IReadOnlyList<MappingRow> Missing { get; }

    /// <summary>More likely a lost right than lost content.</summary>
    /// <param name="gone">Of <see cref="Missing"/>, those that were missed again.</param>
    public bool LooksLost(IReadOnlyCollection<MappingRow> gone) =>
        gone.Count > 0 && (_items.Count == 0 || gone.GroupBy(row => row.Type).Any(type => IsMost(Pieces(type), Pieces(_known.Where(row => row.Type == type.Key)))));

    /// <inheritdoc cref="LooksLost"/>
    public IReadOnlyList<MappingChange> Changes(IEnumerable<MappingRow> gone) =>
    [
        .. _items.SelectMany(item => Ids(item).Select(id => MappingChange.Of(item, id))),
        .. _back.SelectMany(rows => rows).DistinctBy(row => row.Id).Select(MappingChange.Returned),
        .. gone.DistinctBy(row => (row.Id, row.IsHandWritten)).Select(MappingChange.Vanished),
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
            Pieces(gone),
            states.GetValueOrDefault(RowState.Vanished));
    }

    private static bool IsMost(int gone, int known) => gone > Few && 2 * gone > known;

    private static int Pieces(IEnumerable<MappingRow> rows) => rows.DistinctBy(row => row.Luid).Count();

    // Each spelling that the table has of it, so that none is left behind beside a new row.
    private IEnumerable<string> Ids(ListedItem item) => _own[item.Luid].Select(row => row.Id).DefaultIfEmpty(item.Luid).Distinct();

    private RowState State(ListedItem item)
    {
        var rows = _own[item.Luid].ToList();
        return rows.Count == 0 ? RowState.Absent
            : _back.Contains(item.Luid) || rows.Any(row => row.HasVanished) ? RowState.Vanished
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
