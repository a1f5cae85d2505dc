using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc.Requests;

/// <summary>A checked ListResources request.</summary>
internal sealed record ResourceListing(SiteKey Site, ResourceType Type, string NameContains, int PageSize, string PageToken);
