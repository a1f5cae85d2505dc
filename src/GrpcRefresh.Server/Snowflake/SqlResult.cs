namespace GrpcRefresh.Server.Snowflake;

/// <summary>What a statement gave. It prints as its size alone.</summary>
internal sealed class SqlResult(IReadOnlyList<SqlColumn> columns, IReadOnlyList<string?[]> cells)
{
    private readonly Dictionary<string, int> _places = Places(columns);

    public IReadOnlyList<SqlColumn> Columns { get; } = columns;

    public IReadOnlyList<SqlRow> Rows => field ??= [.. cells.Select(row => new SqlRow(this, row))];

    public long RowsInserted { get; init; }

    public long RowsUpdated { get; init; }

    public long RowsDeleted { get; init; }

    /// <summary>The query's id in Snowflake's history. Null for a statement whose result holds a secret.</summary>
    public string? QueryId { get; init; }

    /// <summary>The query ids of the statements, when there were several.</summary>
    public IReadOnlyList<string> QueryIds { get; init; } = [];

    public override string ToString() => $"{cells.Count} rows of {Columns.Count} columns";

    /// <summary>Where the column stands: by its name without regard to case, the first of that name; null when there is none.</summary>
    internal int? PlaceOf(string column) => _places.TryGetValue(column, out var place) ? place : null;

    private static Dictionary<string, int> Places(IReadOnlyList<SqlColumn> columns)
    {
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var place = 0; place < columns.Count; place++)
        {
            places.TryAdd(columns[place].Name, place);
        }

        return places;
    }
}
