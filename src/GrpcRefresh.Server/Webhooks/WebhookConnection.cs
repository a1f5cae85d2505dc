namespace GrpcRefresh.Server.Webhooks;

/// <summary>On a connection: it came in through the listener for webhooks.</summary>
internal sealed class WebhookConnection;
