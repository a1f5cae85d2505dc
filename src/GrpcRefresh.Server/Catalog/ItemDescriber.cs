using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Catalog;

/// <summary>Adds to Tableau's item what Tableau keeps elsewhere: the path of its projects and its owner's name.</summary>
internal sealed class ItemDescriber(ProjectTrees projects, OwnerNames owners)
{
    public async Task<CatalogItem> DescribeAsync(TableauSite site, TableauItem item, CancellationToken ct)
    {
        var path = await projects.PathOfAsync(site, item, ct);
        var owner = await owners.OfAsync(site, item, ct);
        return new CatalogItem(site.Key, item.Type, item.Luid, item.Name, path, owner, item.WebpageUrl ?? "", item.HasExtracts, item.UpdatedAt)
        {
            ViaBridge = item.ViaBridge,
        };
    }
}
