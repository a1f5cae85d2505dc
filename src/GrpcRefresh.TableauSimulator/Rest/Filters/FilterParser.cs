namespace GrpcRefresh.Simulation.Rest.Filters;

/// <summary>
/// Reads <c>field:op:value[,field:op:value…]</c>. Commas inside brackets belong to <c>in</c>; a value keeps its colons, since times have
/// some; of two terms on one field the last counts.
/// </summary>
internal static class FilterParser
{
    public static IReadOnlyList<FilterTerm> Parse(string text)
    {
        var terms = new OrderedDictionary<string, FilterTerm>(StringComparer.Ordinal);
        foreach (var part in SplitOutsideBrackets(text))
        {
            var term = ParseTerm(part);
            terms.Remove(term.Field);
            terms.Add(term.Field, term);
        }

        return [.. terms.Values];
    }

    private static FilterTerm ParseTerm(string text)
    {
        var parts = text.Split(':', 3);
        if (parts.Length != 3 || parts[0].Length == 0)
        {
            throw Refuse.BadFilter($"The filter expression '{text}' is not valid.");
        }

        var operation = OperatorOf(parts[1]);
        return new FilterTerm(parts[0], operation, operation == FilterOperator.In ? ParseList(parts[2]) : [parts[2]]);
    }

    private static FilterOperator OperatorOf(string text) => text switch
    {
        "eq" => FilterOperator.Eq,
        "in" => FilterOperator.In,
        "has" => FilterOperator.Has,
        "cieq" => FilterOperator.CiEq,
        "gt" => FilterOperator.Gt,
        "gte" => FilterOperator.Gte,
        "lt" => FilterOperator.Lt,
        "lte" => FilterOperator.Lte,
        _ => throw Refuse.BadFilter($"The filter operator '{text}' is not valid."),
    };

    private static string[] ParseList(string text) => text.StartsWith('[') && text.EndsWith(']') && text.Length > 2
        ? text[1..^1].Split(',')
        : throw Refuse.BadFilter($"The filter value '{text}' is not a list.");

    private static List<string> SplitOutsideBrackets(string text)
    {
        var parts = new List<string>();
        var (start, depth) = (0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            depth += text[at] == '[' ? 1 : text[at] == ']' && depth > 0 ? -1 : 0;
            if (text[at] == ',' && depth == 0)
            {
                parts.Add(text[start..at]);
                start = at + 1;
            }
        }

        parts.Add(text[start..]);
        return parts;
    }
}
