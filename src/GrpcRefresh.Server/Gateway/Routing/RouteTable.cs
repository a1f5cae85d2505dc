namespace GrpcRefresh.Server.Gateway.Routing;

/// <summary>Every route of the gateway.</summary>
internal sealed class RouteTable
{
    private readonly Route[] _routes;

    /// <exception cref="NotSupportedException">Two routes match the same requests.</exception>
    public RouteTable(IEnumerable<Route> routes)
    {
        _routes = [.. routes.OrderBy(route => route.Binding.Path.Order, StringComparer.Ordinal)];
        if (_routes.GroupBy(route => (route.Binding.Verb, route.Binding.Path.Shape)).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new NotSupportedException($"{string.Join(" and ", twice.Select(route => route.Method.FullName))} have one route: {twice.Key}.");
        }
    }

    public IReadOnlyList<Route> All => _routes;

    public Route? Find(string verb, RawPath path) => Array.Find(_routes, route => route.Binding.Verb == verb && route.Binding.Path.Matches(path));

    /// <summary>The verbs that the path is called with; none when it is no path of ours.</summary>
    public IReadOnlyList<string> VerbsOf(RawPath path) =>
        [.. _routes.Where(route => route.Binding.Path.Matches(path)).Select(route => route.Binding.Verb).Distinct().Order(StringComparer.Ordinal)];
}
