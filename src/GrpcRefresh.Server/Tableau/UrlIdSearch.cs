using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Tableau;

/// <summary>
/// Finds content by the number in its browser address. The metadata API knows it at once where it is on and up to date;
/// otherwise the number is looked for in the addresses of all items.
/// </summary>
internal sealed class UrlIdSearch(MetadataCalls metadata, ContentCalls content)
{
    public async Task<string?> FindAsync(ResourceType type, string urlId, CancellationToken ct) =>
        await AskMetadataAsync(type, urlId, ct) ?? await SearchAsync(type, urlId, ct);

    private async Task<string?> AskMetadataAsync(ResourceType type, string urlId, CancellationToken ct)
    {
        try
        {
            return await metadata.FindLuidAsync(type, urlId, ct);
        }
        catch (TableauException e) when (e.Kind is not TableauErrorKind.AuthFailed)
        {
            // Off, overloaded or in trouble: it runs apart from the REST API, which may well answer.
            return null;
        }
    }

    private async Task<string?> SearchAsync(ResourceType type, string urlId, CancellationToken ct)
    {
        var end = $"/{type.Plural()}/{urlId}";
        await foreach (var item in content.ListAsync(type, ct))
        {
            if (item.WebpageUrl is { } url && (url.EndsWith(end, StringComparison.OrdinalIgnoreCase) || url.Contains(end + "/", StringComparison.OrdinalIgnoreCase)))
            {
                return item.Luid;
            }
        }

        return null;
    }
}
