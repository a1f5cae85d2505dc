using System.Xml.Linq;
using GrpcRefresh.Simulation.Webhooks;

namespace GrpcRefresh.Simulation.Rest.Endpoints;

/// <summary>What a caller says about a webhook; what is left out is null.</summary>
internal sealed record WebhookBody(string? Name, string? Event, Uri? Url, bool? IsEnabled, string? StatusChangeReason)
{
    public static WebhookBody Read(RestCall call)
    {
        var webhook = call.ReadBody().Element("webhook") ?? throw Refuse.Malformed("The webhook is missing.");
        return new WebhookBody(
            webhook.Attribute("name")?.Value,
            EventOf(webhook),
            UrlOf(call, webhook),
            bool.TryParse(webhook.Attribute("isEnabled")?.Value, out var enabled) ? enabled : null,
            webhook.Attribute("statusChangeReason")?.Value);
    }

    /// <summary>The event's name as an attribute, or an element from before there was one; both must not disagree.</summary>
    private static string? EventOf(XElement webhook)
    {
        var name = webhook.Attribute("event")?.Value;
        var source = webhook.Element("webhook-source")?.Elements().FirstOrDefault()?.Name.LocalName;
        var legacy = source is null ? null : WebhookEvents.FromLegacy(source) ?? throw Refuse.Malformed($"The event '{source}' is not known.");
        if (name is not null && !WebhookEvents.IsKnown(name))
        {
            throw Refuse.Malformed($"The event '{name}' is not known.");
        }

        return name is null || legacy is null || name == legacy ? name ?? legacy : throw Refuse.Malformed("The event and the source disagree.");
    }

    private static Uri? UrlOf(RestCall call, XElement webhook)
    {
        if (webhook.Element("webhook-destination")?.Element("webhook-destination-http") is not { } destination)
        {
            return null;
        }

        var good = Uri.TryCreate(destination.Attribute("url")?.Value, UriKind.Absolute, out var url)
            && destination.Attribute("method")?.Value is null or "POST"
            && (url!.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback && call.World.Settings.AllowHttpWebhooks));
        return good ? url : throw Refuse.Malformed("The destination must be an https address that takes POST.");
    }
}
