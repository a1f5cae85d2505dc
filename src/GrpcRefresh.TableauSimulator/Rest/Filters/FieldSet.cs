namespace GrpcRefresh.Simulation.Rest.Filters;

/// <summary>What a list can be filtered and sorted by; an unknown name is an error, as on a server too old to know it.</summary>
internal sealed class FieldSet<T>
{
    private readonly Dictionary<string, Field<T>> _fields = new(StringComparer.Ordinal);

    public FieldSet<T> Text(string name, Func<T, string?> get, FilterOperator operators = FilterOperator.EqIn, string since = "2.0") =>
        Add(new Field<T>(name, FieldKind.Text, operators, row => One(get(row)), since));

    public FieldSet<T> Texts(string name, Func<T, IEnumerable<string>> get, FilterOperator operators = FilterOperator.EqIn, string since = "2.0") =>
        Add(new Field<T>(name, FieldKind.Text, operators, get, since));

    public FieldSet<T> Flag(string name, Func<T, bool> get, string since = "2.0") =>
        Add(new Field<T>(name, FieldKind.Flag, FilterOperator.Eq, row => One<IComparable>(get(row)), since));

    public FieldSet<T> Number(string name, Func<T, long> get, string since = "2.0") =>
        Add(new Field<T>(name, FieldKind.Number, FilterOperator.Ordered, row => One<IComparable>(get(row)), since));

    /// <summary>Compared in whole seconds, because that is what callers are shown.</summary>
    public FieldSet<T> Time(string name, Func<T, DateTimeOffset?> get, string since = "2.0") =>
        Add(new Field<T>(name, FieldKind.Time, FilterOperator.Ordered, row => One<IComparable>(WholeSeconds(get(row))), since));

    /// <summary>The rows of the page that the query asks for.</summary>
    /// <param name="vocabulary">The version whose fields are known, if not the call's.</param>
    public Page<T> Select(RestCall call, IEnumerable<T> rows, Version? vocabulary = null)
    {
        vocabulary ??= call.Version;
        if (call.Query["filter"].ToString() is { Length: > 0 } filter)
        {
            var tests = FilterParser.Parse(filter).Select(term => Find(term.Field, vocabulary).Compile(term)).ToArray();
            rows = rows.Where(row => Array.TrueForAll(tests, test => test(row)));
        }

        return Page<T>.Of([.. Sort(call.Query["sort"].ToString(), rows, vocabulary)], call.Query);
    }

    private IEnumerable<T> Sort(string text, IEnumerable<T> rows, Version vocabulary)
    {
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            // Sorting is stable, so going from the last key to the first gives the order of all of them.
            var (name, direction) = part.Split(':') is [var first, var second] ? (first, second) : (part, "asc");
            var field = Find(name, vocabulary);
            rows = direction switch
            {
                "asc" => rows.OrderBy(row => field.Get(row).FirstOrDefault(), RowOrder.Instance),
                "desc" => rows.OrderByDescending(row => field.Get(row).FirstOrDefault(), RowOrder.Instance),
                _ => throw Refuse.BadFilter($"The sort direction '{direction}' is not valid."),
            };
        }

        return rows;
    }

    private Field<T> Find(string name, Version version) =>
        _fields.TryGetValue(name, out var field) && version >= field.SinceVersion ? field : throw Refuse.UnknownFilterKey();

    private FieldSet<T> Add(Field<T> field)
    {
        _fields.Add(field.Name, field);
        return this;
    }

    private static IEnumerable<TValue> One<TValue>(TValue? value) => value is null ? [] : [value];

    private static DateTimeOffset? WholeSeconds(DateTimeOffset? time) =>
        time is { } value ? value.AddTicks(-(value.Ticks % TimeSpan.TicksPerSecond)) : null;
}
