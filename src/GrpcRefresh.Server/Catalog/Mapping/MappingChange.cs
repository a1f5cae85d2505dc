using System.Text.Json.Serialization;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>What is to become of the rows of one id, as it goes to Snowflake. Null is left out there, and read as NULL.</summary>
/// <param name="Id">The id as the rows have it, or will have it.</param>
/// <param name="Gone">Marked as vanished, and otherwise left as it is.</param>
/// <param name="Hand">Of the rows that people wrote, which say what their authors want: they are marked, or lose the mark.</param>
internal sealed record MappingChange(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("gone")] bool Gone,
    [property: JsonPropertyName("hand")] bool Hand,
    [property: JsonPropertyName("luid")] string? Luid = null,
    [property: JsonPropertyName("type")] string? Type = null,
    [property: JsonPropertyName("name")] string? Name = null,
    [property: JsonPropertyName("project")] string? Project = null,
    [property: JsonPropertyName("path")] string? Path = null,
    [property: JsonPropertyName("owner")] string? Owner = null,
    [property: JsonPropertyName("url")] string? Url = null)
{
    public static MappingChange Vanished(MappingRow row) => new(row.Id, Gone: true, row.IsHandWritten);

    public static MappingChange Returned(MappingRow row) => new(row.Id, Gone: false, row.IsHandWritten);

    public static MappingChange Of(ListedItem item, string id) => new(
        id, Gone: false, Hand: false, item.Luid, MappingWords.Of(item.Type), item.Name, Told(item.Project), Told(item.Path), Told(item.Owner), Told(item.Url));

    private static string? Told(string text) => text.Length == 0 ? null : text;
}
