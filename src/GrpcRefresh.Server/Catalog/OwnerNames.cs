using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Catalog;

/// <summary>The account names behind owners' ids, remembered for a while.</summary>
internal sealed class OwnerNames(CatalogOptions options, TimeProvider time)
{
    private readonly LookupCache<(SiteKey, string), string> _owners = new(options.MaxOwners, options.KeepOwners, time);

    /// <summary>Empty when Tableau does not tell. Nice to have: content is not less found because its owner's name is not.</summary>
    public async Task<string> OfAsync(TableauSite site, TableauItem item, CancellationToken ct)
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
