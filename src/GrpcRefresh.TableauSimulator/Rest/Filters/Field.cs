using System.Globalization;

namespace GrpcRefresh.Simulation.Rest.Filters;

/// <summary>
/// A field that a list can be filtered and sorted by. <paramref name="Get"/> answers the values of one row: several for a field such
/// as <c>tags</c>, of which one must match.
/// </summary>
internal sealed record Field<T>(string Name, FieldKind Kind, FilterOperator Operators, Func<T, IEnumerable<IComparable>> Get, string Since = "2.0")
{
    public Version SinceVersion { get; } = Version.Parse(Since);

    public Func<T, bool> Compile(FilterTerm term)
    {
        if ((Operators & term.Operator) == 0)
        {
            throw Refuse.BadFilter($"The filter operator is not valid for the field '{Name}'.");
        }

        var matches = term.Values.Select(value => Matcher(term.Operator, value)).ToArray();
        return row => Get(row).Any(actual => Array.Exists(matches, match => match(actual)));
    }

    private Func<IComparable, bool> Matcher(FilterOperator operation, string text)
    {
        var wanted = Parse(text);
        return operation switch
        {
            FilterOperator.Eq when text.EndsWith('*') && Kind == FieldKind.Text =>
                actual => ((string)actual).StartsWith(text[..^1], StringComparison.Ordinal),
            FilterOperator.Has => actual => ((string)actual).Contains(text, StringComparison.OrdinalIgnoreCase),
            FilterOperator.CiEq => actual => ((string)actual).Equals(text, StringComparison.OrdinalIgnoreCase),
            FilterOperator.Gt => actual => actual.CompareTo(wanted) > 0,
            FilterOperator.Gte => actual => actual.CompareTo(wanted) >= 0,
            FilterOperator.Lt => actual => actual.CompareTo(wanted) < 0,
            FilterOperator.Lte => actual => actual.CompareTo(wanted) <= 0,
            _ => actual => actual.Equals(wanted),
        };
    }

    private IComparable Parse(string text) => Kind switch
    {
        FieldKind.Flag when bool.TryParse(text, out var flag) => flag,
        FieldKind.Number when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        FieldKind.Time when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        FieldKind.Text => text,
        _ => throw Refuse.BadFilter($"The filter value '{text}' is not valid for the field '{Name}'."),
    };
}
