using System.Globalization;

namespace GrpcRefresh.Simulation.GraphQl;

/// <summary>One page of a <c>…Connection</c> field; the cursor is the place of the last node.</summary>
internal sealed record MetadataPage(IReadOnlyList<object> Nodes, bool HasNextPage, string? EndCursor, int TotalCount)
{
    private const int MaxSize = 1000;

    public static MetadataPage Of(IReadOnlyList<object> all, IReadOnlyDictionary<string, object?> arguments)
    {
        var (after, offset) = (arguments.GetValueOrDefault("after"), arguments.GetValueOrDefault("offset"));
        if (after is not null && offset is not null)
        {
            throw new GraphQlProblem("'after' and 'offset' exclude each other", "INVALID_ARGUMENT");
        }

        var first = Number(arguments.GetValueOrDefault("first"), 100);
        if (first is < 0 or > MaxSize)
        {
            throw new GraphQlProblem($"'first' must be between 0 and {MaxSize}", "INVALID_ARGUMENT");
        }

        var start = Number(after, -1) + 1 + Number(offset, 0);
        var nodes = all.Skip(start).Take(first).ToList();
        var end = start + nodes.Count;
        return new MetadataPage(nodes, end < all.Count, nodes.Count == 0 ? null : $"{end - 1}", all.Count);
    }

    private static int Number(object? value, int fallback) => value switch
    {
        null => fallback,
        _ when int.TryParse($"{value}", CultureInfo.InvariantCulture, out var number) => number,
        _ => throw new GraphQlProblem($"'{value}' is not a number", "INVALID_ARGUMENT"),
    };
}
