using System.Text.Json;

namespace GrpcRefresh.Server.Webhooks;

/// <summary>The two things that matter in a delivery: where, and what. Ids only, so that nothing of a stranger's reaches a log.</summary>
internal sealed record WebhookPayload(Guid SiteLuid, Guid ResourceLuid)
{
    /// <summary>Null for what is not a delivery about one piece of content; the kind and the event are not looked at.</summary>
    public static WebhookPayload? Read(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && Id(json, "site_luid") is { } site && Id(json, "resource_luid") is { } resource
                ? new WebhookPayload(site, resource)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Guid? Id(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && Guid.TryParse(value.GetString(), out var id) ? id : null;
}
