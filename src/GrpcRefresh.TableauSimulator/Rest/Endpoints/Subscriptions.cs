using System.Xml.Linq;
using GrpcRefresh.Simulation.Webhooks;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Rest.Endpoints;

/// <summary>Webhooks, which are for administrators only.</summary>
internal static class Subscriptions
{
    private const string DisabledByUser = "Webhook disabled by user";

    public static RestAnswer List(RestCall call)
    {
        call.RequireAdmin();
        return RestAnswer.Ok(Xml.Element("webhooks", call.World.Data.Webhooks.Where(hook => hook.SiteLuid == call.Site.Luid).Select(hook => Describe(call, hook))));
    }

    public static RestAnswer Get(RestCall call) => RestAnswer.Ok(Describe(call, Find(call)));

    public static RestAnswer Create(RestCall call)
    {
        call.RequireAdmin();
        var body = WebhookBody.Read(call);
        if (body is not { Name.Length: > 0, Event: { } what, Url: { } url })
        {
            throw Refuse.Malformed("A webhook needs a name, an event and a destination.");
        }

        var webhook = Enabled(new Webhook(Luid.New(), call.Site.Luid, call.User.Luid, body.Name, what, url), body);
        call.World.Data.Webhooks.Add(webhook);
        return new RestAnswer(StatusCodes.Status201Created, Describe(call, webhook))
        {
            Location = $"{call.BaseUrl}/api/{call.Version}/sites/{call.Site.Luid}/webhooks/{webhook.Luid}",
        };
    }

    public static RestAnswer Update(RestCall call)
    {
        var old = Find(call);
        var body = WebhookBody.Read(call);
        var changed = Enabled(old with { Name = body.Name ?? old.Name, Event = body.Event ?? old.Event, Url = body.Url ?? old.Url }, body);
        call.World.Data.Webhooks[call.World.Data.Webhooks.IndexOf(old)] = changed;
        return RestAnswer.Ok(Describe(call, changed));
    }

    public static RestAnswer Delete(RestCall call)
    {
        call.World.Data.Webhooks.Remove(Find(call));
        return new RestAnswer(StatusCodes.Status204NoContent);
    }

    /// <summary>Sends nothing at all to the destination and tells what it says to that.</summary>
    public static RestAnswer Test(RestCall call)
    {
        call.RequireAdmin();
        var webhook = Lookup(call) ?? throw Refuse.UnknownWebhookToTest(call.Id(1));
        var courier = call.World.Courier;
        return new RestAnswer(StatusCodes.Status200OK)
        {
            Later = async () => RestAnswer.Ok(Xml.Element(
                "webhookTestResult",
                Xml.Attribute("id", webhook.Luid),
                Xml.Attribute("status", await courier.SendAsync(webhook, "", attempt: 1) ?? 0),
                Xml.Element("body"))),
        };
    }

    private static Webhook Enabled(Webhook webhook, WebhookBody body)
    {
        var on = body.IsEnabled ?? webhook.IsEnabled;
        if (on && body.StatusChangeReason is not null)
        {
            throw Refuse.ReasonWithoutDisabling();
        }

        return webhook with
        {
            IsEnabled = on,
            StatusChangeReason = on ? "" : body.StatusChangeReason ?? (webhook.StatusChangeReason is { Length: > 0 } kept ? kept : DisabledByUser),
        };
    }

    private static Webhook Find(RestCall call)
    {
        call.RequireAdmin();
        return Lookup(call) ?? throw Refuse.UnknownWebhook(call.Id(1));
    }

    private static Webhook? Lookup(RestCall call) => call.World.Data.Webhooks.Find(hook =>
        hook.SiteLuid == call.Site.Luid && hook.Luid.Equals(call.Id(1), StringComparison.OrdinalIgnoreCase));

    private static XElement Describe(RestCall call, Webhook webhook) => Xml.Element(
        "webhook",
        Xml.Attribute("id", webhook.Luid),
        Xml.Attribute("name", webhook.Name),
        Xml.Attribute("event", webhook.Event),
        Xml.Attribute("isEnabled", webhook.IsEnabled),
        Xml.Attribute("statusChangeReason", webhook.StatusChangeReason),
        Xml.Element("webhook-source", Xml.Element(WebhookEvents.Legacy(webhook.Event))),
        Xml.Element(
            "webhook-destination",
            Xml.Element("webhook-destination-http", Xml.Attribute("method", "POST"), Xml.Attribute("url", webhook.Url.OriginalString))),
        Xml.Element(
            "owner",
            Xml.Attribute("id", webhook.OwnerLuid),
            Xml.Attribute("name", call.World.Data.Users.Find(user => user.Luid == webhook.OwnerLuid)?.Name)));
}
