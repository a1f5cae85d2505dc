using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs;

/// <summary>The content that refreshes line up for: Tableau runs at most one refresh of it at a time.</summary>
internal readonly record struct Lane(SiteKey Site, ResourceType Type, string Luid);
