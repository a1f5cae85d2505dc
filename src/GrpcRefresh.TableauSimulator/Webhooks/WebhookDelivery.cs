namespace GrpcRefresh.Simulation.Webhooks;

/// <summary>One attempt to tell somebody.</summary>
/// <param name="Attempt">1, and up to 4 with the three retries.</param>
/// <param name="Status">What the destination answered; null when it did not.</param>
public sealed record WebhookDelivery(string WebhookLuid, Uri Url, string Body, int Attempt, int? Status, DateTimeOffset At);
