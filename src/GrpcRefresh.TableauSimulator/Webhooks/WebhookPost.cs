using GrpcRefresh.Simulation.Jobs;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Webhooks;

/// <summary>Tells subscribers what becomes of a refresh. A cancelled one is nobody's success and nobody's failure.</summary>
internal sealed class WebhookPost(WorldData data, SimulatorSettings settings, WebhookCourier courier)
{
    public void Started(Job job) => Announce(job, "RefreshStarted", job.StartedAt!.Value);

    public void Ended(Job job)
    {
        if (job.FinishCode is 0 or 1 or 3)
        {
            Announce(job, job.FinishCode == 1 ? "RefreshFailed" : "RefreshSucceeded", job.CompletedAt!.Value);
        }
    }

    private void Announce(Job job, string happening, DateTimeOffset at)
    {
        var payload = WebhookPayload.Of(job, happening, at);
        foreach (var webhook in data.Webhooks.Where(hook => hook.IsEnabled && hook.SiteLuid == job.SiteLuid && hook.Event == payload.EventType))
        {
            for (var copy = 0; copy <= settings.WebhookDuplicates; copy++)
            {
                courier.Take(webhook, payload.ToJson());
            }
        }
    }
}
