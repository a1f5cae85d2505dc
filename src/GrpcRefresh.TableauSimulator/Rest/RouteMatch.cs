namespace GrpcRefresh.Simulation.Rest;

/// <summary>
/// Where a request leads. <paramref name="Route"/> is null when nothing answers there; <paramref name="Path"/> is the path after
/// <c>/api/{version}</c>, the one that faults are matched with.
/// </summary>
internal sealed record RouteMatch(Route? Route, string[] Ids, Version Version, string Method, string Path, bool WrongVerb)
{
    /// <summary>Unknown paths share one name, so that the counters stay few.</summary>
    public string Key => Route?.Key ?? $"{Method} (no such route)";
}
