using Google.Protobuf.Collections;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Catalog.Mapping;
using GrpcRefresh.Server.Refresh;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc.Requests;

/// <summary>Requests of RefreshService: either all of a request is good, or its caller hears of everything that is not.</summary>
internal static class RefreshRequests
{
    private const int LongestSearch = 256;
    private const int MostSites = 100;

    public static RefreshCommand Read(RefreshResourceRequest request, Caller caller) =>
        FieldErrors.Check(errors => new RefreshCommand(
            ResourceFields.Read(request.Resource, "resource", errors),
            EnumFields.Read(request.Mode, RefreshMode.Full, "mode", errors),
            EnumFields.Read(request.Freshness, Freshness.AfterRequest, "freshness", errors),
            request.ValidateOnly,
            IdFields.ReadRequestId(request.RequestId, errors),
            LabelFields.Read(request.Labels, "labels", errors),
            caller,
            OnBehalfFields.Read(request.OnBehalfOf, "on_behalf_of", errors)));

    public static ResourceReference Read(ResolveResourceRequest request) =>
        FieldErrors.Check(errors => ResourceFields.Read(request.Resource, "resource", errors));

    public static ResourceListing Read(ListResourcesRequest request) =>
        FieldErrors.Check(errors => new ResourceListing(
            new SiteKey(
                ResourceFields.ReadServer(request.Server, "server", SiteKey.DefaultServer, errors),
                ResourceFields.ReadSite(request.Site, "site", errors)),
            EnumFields.ReadRequired(request.Type, "type", errors),
            TextFields.Read(request.NameContains, "name_contains", LongestSearch, errors),
            PageFields.ReadSize(request.PageSize, errors),
            PageFields.ReadToken(request.PageToken, "page_token", errors)));

    public static SyncCommand Read(SyncCatalogRequest request, Caller caller) =>
        FieldErrors.Check(errors => new SyncCommand(
            ResourceFields.ReadServer(request.Server, "server", "", errors),
            ReadSites(request.Sites, errors),
            request.ValidateOnly,
            request.AllowVanished,
            caller,
            OnBehalfFields.Read(request.OnBehalfOf, "on_behalf_of", errors)));

    private static List<string> ReadSites(RepeatedField<string> sites, FieldErrors errors)
    {
        if (sites.Count > MostSites)
        {
            errors.Add("sites", $"has {sites.Count} values; at most {MostSites:N0} are allowed, and none means all");
            return [];
        }

        return [.. sites.Select((site, i) => ResourceFields.ReadSite(site, $"sites[{i}]", errors)).Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}
