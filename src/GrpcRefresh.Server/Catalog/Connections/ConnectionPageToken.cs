using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GrpcRefresh.Server.Catalog.Connections;

/// <summary>Where a page of connections ended, and of which list.</summary>
/// <param name="Key">The beginning of the last row's place in the order: project paths may be long, and a token travels in an address.</param>
internal sealed record ConnectionPageToken(string List, string Key, string Item, string Connection)
{
    private const string Field = "page_token";
    private const int LongestKey = 96;

    private static readonly JsonSerializerOptions Short = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ConnectionPageToken After(string list, ConnectionRecord last) =>
        new(list, Cut(ConnectionOrder.KeyOf(last)), last.ItemLuid, last.ConnectionId);

    public string Write() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this, Short));

    /// <exception cref="RefusedException">INVALID_REQUEST: it is none of ours, or of another list.</exception>
    public static ConnectionPageToken? Read(string text, string list)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var token = TryRead(text) ?? throw RefusedException.InvalidField(Field, "is no page token of this list. Start again without one.");
        return token.List == list
            ? token
            : throw RefusedException.InvalidField(Field, "belongs to another list. Keep the other fields as they were, or start again without one.");
    }

    /// <summary>The place of the row after the one that the token names. Rows may have come and gone; none that stayed is skipped.</summary>
    public int PlaceIn(IReadOnlyList<ConnectionRecord> connections)
    {
        for (var i = 0; i < connections.Count; i++)
        {
            if (connections[i].ConnectionId == Connection && connections[i].ItemLuid == Item && Cut(ConnectionOrder.KeyOf(connections[i])) == Key)
            {
                return i + 1;
            }
        }

        // It is gone. Where its place was cut short, rows that may have been shown come again.
        for (var i = 0; i < connections.Count; i++)
        {
            if (IsBehind(connections[i]))
            {
                return i;
            }
        }

        return connections.Count;
    }

    private bool IsBehind(ConnectionRecord connection)
    {
        var key = Cut(ConnectionOrder.KeyOf(connection));
        var order = Key.Length < LongestKey - 1 ? ConnectionOrder.Compare(key, Key) : string.Compare(key, Key, StringComparison.OrdinalIgnoreCase);
        return order > 0 || (order == 0 && (Key.Length >= LongestKey - 1 || AreIdsBehind(connection)));
    }

    private bool AreIdsBehind(ConnectionRecord connection) =>
        string.CompareOrdinal(connection.ItemLuid, Item) is var byItem and not 0 ? byItem > 0 : string.CompareOrdinal(connection.ConnectionId, Connection) > 0;

    private static string Cut(string key) =>
        key.Length <= LongestKey ? key : key[..(char.IsHighSurrogate(key[LongestKey - 1]) ? LongestKey - 1 : LongestKey)];

    private static ConnectionPageToken? TryRead(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<ConnectionPageToken>(Base64Url.DecodeFromChars(text), Short)
                is { List: not null, Key: not null, Item: not null, Connection: not null } token ? token : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }
}
