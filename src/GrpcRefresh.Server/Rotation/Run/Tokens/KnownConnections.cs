using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Rotation.Run.Tokens;

/// <summary>All Snowflake connections of all sites that this service knows, as they are now.</summary>
internal sealed class KnownConnections(ConnectionInventory inventory, TableauSites sites)
{
    /// <summary>What could not be looked at is a gap; also all of it.</summary>
    public async Task<(IReadOnlyList<ConnectionRecord> Connections, int Gaps)> TryReadAsync(CancellationToken stop)
    {
        try
        {
            var reading = await inventory.ReadAfreshAsync(sites.All, allConnectionTypes: false, stop);
            return (reading.Connections, reading.Gaps.Count);
        }
        catch (RefusedException)
        {
            return ([], sites.All.Count);
        }
    }
}
