using GrpcRefresh.Server.Catalog.Connections;

namespace GrpcRefresh.Server.Rotation.Planning;

/// <summary>An item that might be refreshed first.</summary>
/// <param name="Connections">How many of its connections would be changed with it, by the credential they are given.</param>
internal sealed record CanaryCandidate(ItemKey Item, ConnectionRecord Sample, IReadOnlyDictionary<string, int> Connections)
{
    public int Total { get; } = Connections.Values.Sum();

    /// <summary>How many there are of the credential that has most.</summary>
    public int Most { get; } = Connections.Values.Max();
}
