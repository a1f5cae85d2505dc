using System.Text.Json;
using System.Xml.Linq;

namespace GrpcRefresh.Server.Tableau;

/// <summary>An error in Tableau's own words.</summary>
/// <param name="Detail">Summary and detail.</param>
internal sealed record ErrorEnvelope(string Code, string Detail)
{
    /// <summary>The error in an XML answer; null when it is none.</summary>
    public static ErrorEnvelope? From(XElement root) =>
        root.Child("error") is { } error && error.Text("code") is { } code
            ? Create(code, error.Child("summary")?.Value, error.Child("detail")?.Value)
            : null;

    /// <summary>The error in a JSON answer, which some routes give even to those who asked for XML.</summary>
    public static ErrorEnvelope? From(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("error", out var error) || error.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return Text(error, "code") is { Length: > 0 } code ? Create(code, Text(error, "summary"), Text(error, "detail")) : null;
    }

    private static ErrorEnvelope Create(string code, string? summary, string? detail) =>
        new(code, string.Join(": ", new[] { summary?.Trim(), detail?.Trim() }.Where(text => !string.IsNullOrEmpty(text))));

    private static string? Text(JsonElement element, string name) => !element.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : value.ToString();
}
