using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Catalog.Connections;

/// <summary>Cuts the chosen connections into pages.</summary>
internal sealed class ConnectionListing(ConnectionInventory inventory, TableauSites sites)
{
    /// <exception cref="RefusedException">An argument is bad, a site is not configured, or Tableau cannot be asked.</exception>
    public async Task<ConnectionPage> ListAsync(
        ConnectionQuery query, bool allConnectionTypes, int pageSize, string pageToken, Caller caller, CancellationToken ct)
    {
        var selection = ConnectionSelection.Of(query, sites, caller);
        var list = $"{selection.Fingerprint}{(allConnectionTypes ? "+" : "")}";
        var after = ConnectionPageToken.Read(pageToken, list);
        var reading = await inventory.ReadAsync(selection.Sites, allConnectionTypes || selection.NeedsAllConnectionTypes, ct);
        var chosen = reading.Connections.Where(selection.Matches).ToList();
        var page = chosen.Skip(after?.PlaceIn(chosen) ?? 0).Take(pageSize + 1).ToList();
        var isLast = page.Count <= pageSize;
        return new ConnectionPage(
            [.. page.Take(pageSize).Select(selection.Shown)],
            isLast ? "" : ConnectionPageToken.After(list, page[pageSize - 1]).Write(),
            after is null ? [.. reading.Gaps.Where(selection.IsVisible)] : [],
            reading.ReadTime);
    }
}
