using GrpcRefresh.Server.Listening;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Webhooks;

/// <summary>Opens a listener of its own, and marks what comes in there: neither door leads to the other's rooms.</summary>
internal sealed class WebhookListener(IOptions<WebhookOptions> options) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions server)
    {
        WebhookOptions webhooks;
        try
        {
            webhooks = options.Value;
        }
        catch (OptionsValidationException)
        {
            // Told by the check at start, together with all other mistakes.
            return;
        }

        if (webhooks.IsOn && ListenAddress.TryParse(webhooks.Listen!, out var address))
        {
            address.Bind(server, Door.Webhooks, HttpProtocols.Http1);
        }
    }
}
