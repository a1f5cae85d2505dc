using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Output;

/// <summary>Content as text.</summary>
internal static class ResourceText
{
    public static string Line(Resource resource) =>
        $"{resource.Ref.Luid}  {Names<ResourceType>.FlagOf(resource.Ref.Type),-10}  {Path(resource)}{Owner(resource)}{Extract(resource)}";

    public static string Path(Resource resource) => string.Join(" / ", resource.ProjectPath.Append(resource.Name));

    /// <summary>A reference as its caller wrote it.</summary>
    public static string Of(ResourceRef reference) => reference.TargetCase switch
    {
        ResourceRef.TargetOneofCase.Url => reference.Url,
        ResourceRef.TargetOneofCase.Luid => reference.Luid,
        _ => string.Join(" / ", reference.Path.ProjectPath.Append(reference.Path.Name)),
    };

    private static string Owner(Resource resource) => resource.Owner.Length > 0 ? $"  owner {resource.Owner}" : "";

    private static string Extract(Resource resource) => resource is { HasHasExtracts: true, HasExtracts: false } ? "  (no extract)" : "";
}
