using System.Collections.Concurrent;

namespace GrpcRefresh.SnowflakeSimulation;

/// <summary>How often each route was asked, faulted requests included. Names are as in <c>POST /api/v2/statements</c>.</summary>
public sealed class RequestLog
{
    private readonly ConcurrentDictionary<string, int> _routes = new(StringComparer.Ordinal);

    /// <summary>All requests to the SQL API since the start or the last <see cref="Clear"/>.</summary>
    public int Total => _routes.Values.Sum();

    /// <summary>The counts by route: a snapshot, in alphabetical order.</summary>
    public IReadOnlyDictionary<string, int> Routes =>
        new SortedDictionary<string, int>(_routes.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>The count of one route; 0 if nobody asked.</summary>
    public int this[string route] => _routes.GetValueOrDefault(route);

    /// <summary>Starts counting afresh.</summary>
    public void Clear() => _routes.Clear();

    internal void Count(string route) => _routes.AddOrUpdate(route, 1, (_, count) => count + 1);
}
