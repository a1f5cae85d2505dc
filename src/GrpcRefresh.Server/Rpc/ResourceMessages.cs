using Google.Protobuf.WellKnownTypes;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc;

/// <summary>Content as the contract shows it.</summary>
internal static class ResourceMessages
{
    public static Resource Of(CatalogItem item)
    {
        var resource = new Resource
        {
            Ref = new ResourceRef
            {
                Type = item.Type,
                Server = item.Site.Server,
                Site = item.Site.ContentUrl,
                Luid = item.Luid,
            },
            Name = item.Name,
            ProjectPath = { item.ProjectPath },
            Owner = item.Owner,
            WebpageUrl = item.WebpageUrl,
            UpdateTime = item.UpdatedAt?.ToTimestamp(),
        };

        if (item.HasExtracts is { } hasExtracts)
        {
            resource.HasExtracts = hasExtracts;
        }

        return resource;
    }
}
