using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>A piece of content as the mapping table is to have it; empty is what Tableau does not tell.</summary>
/// <param name="Project">The innermost project; empty in a personal space.</param>
/// <param name="Path">All projects in one text: <see cref="ProjectPathText"/>.</param>
internal sealed record ListedItem(ResourceType Type, string Luid, string Name, string Project, string Path, string Owner, string Url);
