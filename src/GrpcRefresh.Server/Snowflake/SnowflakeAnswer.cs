using System.Net.Http.Headers;
using System.Text.Json;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>What came back over HTTP, read to its end; <see cref="Root"/> is its JSON, if it is JSON at all.</summary>
internal sealed record SnowflakeAnswer(int Status, HttpResponseHeaders Headers, string? MediaType, JsonElement? Root)
{
    private const string StillRunning = "333334";

    public string? Code => Word("code");

    public string? SqlState => Word("sqlState");

    public string? Message => Word("message");

    public string? Handle => Word("statementHandle");

    /// <summary>The statement goes on: 202, or the 429 that a question about it may meet.</summary>
    public bool IsRunning => Handle is not null && (Status == 202 || (Status == 429 && Code is null or StillRunning));

    /// <summary>Rows, be there none: any other JSON under a 200 is somebody else's.</summary>
    public bool IsResult => Status == 200 && Code != SnowflakeErrorCodes.ResultTooLarge && Root is { } root &&
        (root.ValueKind == JsonValueKind.Array || (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array));

    /// <summary>Whether it speaks the language of the SQL API, so that it is Snowflake's and not that of something in front.</summary>
    public bool IsSnowflakes => Root is { ValueKind: JsonValueKind.Object } && (Code is not null || Handle is not null || Message is not null);

    public static SnowflakeAnswer Read(HttpResponseMessage response, byte[] body)
    {
        var type = response.Content.Headers.ContentType?.MediaType;
        return new SnowflakeAnswer((int)response.StatusCode, response.Headers, type, IsJson(type) ? TryParse(body) : null);
    }

    public override string ToString() => $"HTTP {Status}";

    // A lost media type is no reason to take a good answer for a bad one; a web page is.
    private static bool IsJson(string? type) => type is null || type.EndsWith("json", StringComparison.OrdinalIgnoreCase);

    private static JsonElement? TryParse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string? Word(string name) =>
        Root is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
