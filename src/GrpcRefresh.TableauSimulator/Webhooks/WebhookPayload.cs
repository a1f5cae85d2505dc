using System.Text.Json;
using System.Text.Json.Serialization;
using GrpcRefresh.Simulation.Jobs;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Webhooks;

/// <summary>The six fields: no job id, no reason, no signature. A receiver can take it for a hint only.</summary>
internal sealed record WebhookPayload(
    [property: JsonPropertyName("resource")] string Resource,
    [property: JsonPropertyName("event_type")] string EventType,
    [property: JsonPropertyName("resource_name")] string ResourceName,
    [property: JsonPropertyName("site_luid")] string SiteLuid,
    [property: JsonPropertyName("resource_luid")] string ResourceLuid,
    [property: JsonPropertyName("created_at")] string CreatedAt)
{
    public static WebhookPayload Of(Job job, string happening, DateTimeOffset at) => new(
        job.Kind == ContentKind.Workbook ? "WORKBOOK" : "DATASOURCE",
        $"{job.Kind}{happening}",
        job.ItemName,
        job.SiteLuid,
        job.ItemLuid,
        Rest.Xml.Text(at));

    public string ToJson() => JsonSerializer.Serialize(this);
}
