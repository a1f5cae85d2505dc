namespace GrpcRefresh.Server.Gateway.Routing;

/// <summary>A field of the request that stands in the path.</summary>
/// <param name="Field">Its path in the request, with dots.</param>
/// <param name="First">The first of its segments.</param>
/// <param name="Count">How many segments it takes.</param>
internal sealed record PathVariable(string Field, int First, int Count)
{
    /// <summary>A slash within a segment is told from one between two, where there can be both.</summary>
    public string ValueIn(RawPath path) => Count == 1
        ? path.Segments[First]
        : string.Join('/', path.Segments.Skip(First).Take(Count).Select(segment => segment.Replace("/", "%2F", StringComparison.Ordinal)));
}
