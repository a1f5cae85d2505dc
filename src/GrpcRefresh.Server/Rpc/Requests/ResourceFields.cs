using GrpcRefresh.Server.Catalog;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc.Requests;

/// <summary>Reads references to content. What the names mean is the catalog's business.</summary>
internal static class ResourceFields
{
    private const int LongestName = 256;
    private const int LongestUrl = 2_048;
    private const int DeepestProject = 20;

    public static ResourceReference Read(ResourceRef? value, string field, FieldErrors errors)
    {
        value ??= new ResourceRef();
        if (value.TargetCase == ResourceRef.TargetOneofCase.None)
        {
            errors.Add(field, "is required: exactly one of luid, path and url names the content");
        }

        // An address tells type and server itself.
        var needsType = value.TargetCase is ResourceRef.TargetOneofCase.Luid or ResourceRef.TargetOneofCase.Path;
        return new ResourceReference(
            needsType
                ? EnumFields.ReadRequired(value.Type, $"{field}.type", errors)
                : EnumFields.Read(value.Type, ResourceType.Unspecified, $"{field}.type", errors),
            ReadServer(value.Server, $"{field}.server", value.HasUrl ? "" : SiteKey.DefaultServer, errors),
            ReadSite(value.Site, $"{field}.site", errors),
            value.HasLuid ? IdFields.ReadUuid(value.Luid, $"{field}.luid", errors) : null,
            value.Path is { } path ? ReadPath(path, $"{field}.path", errors) : null,
            value.HasUrl ? ReadUrl(value.Url, $"{field}.url", errors) : null);
    }

    public static string ReadServer(string value, string field, string whenEmpty, FieldErrors errors) =>
        value.Length == 0 ? whenEmpty : TextFields.Read(value, field, LongestName, errors);

    public static string ReadSite(string value, string field, FieldErrors errors) =>
        TextFields.Read(value, field, LongestName, errors);

    private static ResourceNamePath ReadPath(ResourcePath path, string field, FieldErrors errors)
    {
        if (path.ProjectPath.Count is 0 or > DeepestProject)
        {
            errors.Add($"{field}.project_path", $"has {path.ProjectPath.Count} names; give 1 to {DeepestProject}, the outermost project first");
        }
        else
        {
            for (var i = 0; i < path.ProjectPath.Count; i++)
            {
                TextFields.ReadRequired(path.ProjectPath[i], $"{field}.project_path[{i}]", LongestName, errors);
            }
        }

        return new ResourceNamePath([.. path.ProjectPath], TextFields.ReadRequired(path.Name, $"{field}.name", LongestName, errors));
    }

    private static string ReadUrl(string value, string field, FieldErrors errors)
    {
        TextFields.ReadRequired(value, field, LongestUrl, errors);
        if (value.Length is > 0 and <= LongestUrl && !IsAddress(value))
        {
            errors.Add(field, "is not an address of a browser: it begins with https:// or http:// and holds no user name");
        }

        return value;
    }

    private static bool IsAddress(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri.UserInfo.Length == 0;
}
