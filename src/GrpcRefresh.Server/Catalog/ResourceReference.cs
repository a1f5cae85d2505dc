using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog;

/// <summary>A caller's way of naming content: exactly one of luid, path and url is set.</summary>
/// <param name="Type">Unspecified only with a url.</param>
/// <param name="Server">Empty with a url means whichever server the address belongs to.</param>
internal sealed record ResourceReference(
    ResourceType Type,
    string Server,
    string Site,
    string? Luid,
    ResourceNamePath? Path,
    string? Url);

/// <summary>Content by name: its projects, outermost first, and its own name.</summary>
internal sealed record ResourceNamePath(IReadOnlyList<string> ProjectPath, string Name);
