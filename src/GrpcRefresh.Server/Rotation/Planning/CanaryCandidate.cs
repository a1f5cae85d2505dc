using GrpcRefresh.Server.Catalog.Connections;

namespace GrpcRefresh.Server.Rotation.Planning;

/// <summary>An item that might be refreshed first, and how many connections would be changed with it.</summary>
internal sealed record CanaryCandidate(ItemKey Item, ConnectionRecord Sample, int Connections);
