using System.Collections.Concurrent;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog.Connections;

/// <summary>Asks for the connections of the items of one site, a few at a time whatever their kind.</summary>
internal sealed class ItemConnections(TableauSite site, SitePaths paths, int atOnce) : IDisposable
{
    private readonly SemaphoreSlim _places = new(atOnce);
    private readonly SiteTrouble _trouble = new();

    /// <summary>Items that vanish meanwhile are left out; those that cannot be read are gaps.</summary>
    public async Task<InventoryPart> ReadAsync(ConnectionItemType type, IReadOnlyCollection<TableauItem> items, CancellationToken ct)
    {
        var (records, gaps, unread) = (new ConcurrentBag<ConnectionRecord>(), new ConcurrentBag<InventoryHole>(), 0);
        await Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = ct }, async (item, stop) =>
        {
            using var place = await TakePlaceAsync(stop);
            if (_trouble.Reason is not null)
            {
                Interlocked.Increment(ref unread);
                return;
            }

            try
            {
                var path = await paths.OfAsync(item, stop);
                var connections = await site.ListConnectionsAsync(type, item.Luid, stop);
                var shared = type == ConnectionItemType.Workbook && connections.DistinctBy(each => (each.DatasourceLuid, each.DatasourceName)).Count() > 1;
                foreach (var connection in connections)
                {
                    if (Describe(type, item, path, connection) is { } record)
                    {
                        records.Add(record with { SharesItem = shared });
                    }
                }

                _trouble.Answered();
            }
            catch (TableauException e) when (e.Kind == TableauErrorKind.NotFound)
            {
                // Deleted since it was listed.
                _trouble.Answered();
            }
            catch (TableauException e)
            {
                _trouble.Failed(e);
                gaps.Add(new InventoryHole(site.Key, item.Luid, $"The connections of the {type.Words()} '{item.Name}' could not be read. {e.Message}"));
            }
        });
        if (unread > 0)
        {
            gaps.Add(new InventoryHole(site.Key, "", $"{(unread == 1 ? $"1 further {type.Words()} was" : $"{unread} further {type.Words()}s were")} not looked at. {_trouble.Reason!.Message}"));
        }

        return new InventoryPart([.. records], [.. gaps]);
    }

    public void Dispose() => _places.Dispose();

    private async Task<Place> TakePlaceAsync(CancellationToken ct)
    {
        await _places.WaitAsync(ct);
        return new Place(_places);
    }

    // Where a connection can be changed it has an id; where it is only listed, it may do without.
    private ConnectionRecord? Describe(ConnectionItemType type, TableauItem item, IReadOnlyList<string> path, TableauConnection connection)
    {
        if (connection.Id.Length == 0 && type is ConnectionItemType.Workbook or ConnectionItemType.Datasource)
        {
            return null;
        }

        var kind = AuthenticationKinds.Of(connection.AuthenticationType, connection.ManagedKeychain);
        var (obstacle, detail) = ConnectionObstacles.Of(type, connection, kind);
        return new ConnectionRecord(
            site.Key, type, item.Luid, item.Name, path, connection.Id, connection.Type, connection.ServerAddress, connection.ServerPort,
            connection.UserName, connection.AuthenticationType, kind, connection.EmbedPassword, obstacle, detail)
        {
            DatasourceName = connection.DatasourceName,
            DatasourceLuid = connection.DatasourceLuid,
            HasExtracts = item.HasExtracts,
            ItemSize = item.Size,
            ViaBridge = item.ViaBridge,
        };
    }

    private readonly struct Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
