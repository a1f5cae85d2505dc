using System.Buffers.Text;
using System.Text.Json;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog;

/// <summary>Where a page ended, and of which list: opaque to callers, and good only for the same list.</summary>
internal sealed record PageToken(string Server, string Site, ResourceType Type, string NameContains, string LastName, string LastLuid)
{
    private const string Field = "page_token";

    public string Write() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this));

    /// <exception cref="RefusedException">INVALID_REQUEST: it is none of ours, or of another list.</exception>
    public static PageToken? Read(string text, SiteKey site, ResourceType type, string nameContains)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var token = TryRead(text) ?? throw RefusedException.InvalidField(Field, "is no page token of this service. Start again without one.");
        return token.Server == site.Server && token.Site == site.ContentUrl && token.Type == type && token.NameContains == nameContains
            ? token
            : throw RefusedException.InvalidField(Field, "belongs to another list. Keep the other fields as they were, or start again without one.");
    }

    private static PageToken? TryRead(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<PageToken>(Base64Url.DecodeFromChars(text)) is { LastName: not null, LastLuid: not null } token ? token : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }
}
