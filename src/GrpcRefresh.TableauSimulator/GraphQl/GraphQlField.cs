namespace GrpcRefresh.Simulation.GraphQl;

/// <summary>
/// A selected field. Arguments are plain values by now: string, long, double, bool, null, <c>List&lt;object?&gt;</c> or
/// <c>Dictionary&lt;string, object?&gt;</c>.
/// </summary>
internal sealed record GraphQlField(
    string Name,
    string Alias,
    IReadOnlyDictionary<string, object?> Arguments,
    IReadOnlyList<GraphQlField> Selections);
