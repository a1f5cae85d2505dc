using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog;

/// <summary>Where a page ended, and of which list: opaque to callers, and good only for the same list.</summary>
/// <param name="List">A hash of what tells the list from others. Short, because a token has to fit into a path of a GET.</param>
/// <param name="Luid">The last item.</param>
/// <param name="Name">The beginning of its name, for when the item itself is there no longer.</param>
internal sealed record PageToken(string List, string Luid, string Name)
{
    private const string Field = "page_token";
    private const int LongestName = 64;

    public static PageToken After(CatalogItem last, string nameContains) =>
        new(ListOf(last.Site, last.Type, nameContains), last.Luid, Cut(last.Name));

    public string Write() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this));

    /// <exception cref="RefusedException">INVALID_REQUEST: it is none of ours, or of another list.</exception>
    public static PageToken? Read(string text, SiteKey site, ResourceType type, string nameContains)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var token = TryRead(text) ?? throw RefusedException.InvalidField(Field, "is no page token of this service. Start again without one.");
        return token.List == ListOf(site, type, nameContains)
            ? token
            : throw RefusedException.InvalidField(Field, "belongs to another list. Keep the other fields as they were, or start again without one.");
    }

    /// <summary>
    /// What follows the last item. Where that was deleted or renamed meanwhile and its name was a long one, a few may come again: none is left out.
    /// </summary>
    public IEnumerable<T> Rest<T>(IReadOnlyList<T> ordered, Func<T, (string Name, string Luid)> key)
    {
        var last = ordered.Index().Where(item => key(item.Item) is var (name, luid) && luid == Luid && Cut(name) == Name).Select(item => item.Index).FirstOrDefault(-1);
        return last >= 0 ? ordered.Skip(last + 1) : ordered.Where(item => CatalogListings.Order.Compare(key(item), (Name, Luid)) > 0);
    }

    private static PageToken? TryRead(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<PageToken>(Base64Url.DecodeFromChars(text)) is { List: not null, Luid: not null, Name: not null } token ? token : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string ListOf(SiteKey site, ResourceType type, string nameContains) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new object[] { site.Server, site.ContentUrl, type, nameContains }))).AsSpan(0, 12));

    /// <summary>A name's beginning goes before the name, in any order of texts.</summary>
    private static string Cut(string name) =>
        name.Length <= LongestName ? name : name[..(char.IsHighSurrogate(name[LongestName - 1]) ? LongestName - 1 : LongestName)];
}
