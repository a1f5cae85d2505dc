using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Catalog;

/// <summary>Adds to Tableau's item what Tableau keeps elsewhere: the path of its projects and its owner's name.</summary>
internal sealed class ItemDescriber(ProjectTrees projects, CatalogOptions options, TimeProvider time)
{
    private readonly LookupCache<(SiteKey, string), string> _owners = new(options.MaxOwners, options.KeepOwners, time);

    public async Task<CatalogItem> DescribeAsync(TableauSite site, TableauItem item, CancellationToken ct)
    {
        var path = await projects.PathOfAsync(site, item, ct);
        var owner = await OwnerOfAsync(site, item, ct);
        return new CatalogItem(site.Key, item.Type, item.Luid, item.Name, path, owner, item.WebpageUrl ?? "", item.HasExtracts, item.UpdatedAt)
        {
            ViaBridge = item.ViaBridge,
        };
    }

    // Nice to have: content is not less found because its owner's name is not.
    private async Task<string> OwnerOfAsync(TableauSite site, TableauItem item, CancellationToken ct)
    {
        try
        {
            return item.OwnerLuid is { } luid
                ? await _owners.GetAsync((site.Key, luid), async () => await site.GetUserNameAsync(luid, CancellationToken.None) ?? "", ct)
                : "";
        }
        catch (TableauException)
        {
            return "";
        }
    }
}
