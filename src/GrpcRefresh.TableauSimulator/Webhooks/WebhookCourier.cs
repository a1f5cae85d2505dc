using System.Collections.Concurrent;
using System.Text;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Webhooks;

/// <summary>Carries payloads to their destinations: three retries with growing pauses, then the payload is dropped.</summary>
internal sealed class WebhookCourier(TimeProvider time) : IDisposable
{
    private const int Kept = 1000;

    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(45)];

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(10) };
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<WebhookDelivery> _done = new();

    /// <summary>The latest attempts, oldest first.</summary>
    public IReadOnlyList<WebhookDelivery> Done => [.. _done];

    /// <summary>Takes the payload; whoever hands it over does not wait.</summary>
    public void Take(Webhook webhook, string body) => _ = Task.Run(() => CarryAsync(webhook, body));

    /// <summary>Sends once and answers what came back.</summary>
    public async Task<int?> SendAsync(Webhook webhook, string body, int attempt)
    {
        var status = await PostAsync(webhook.Url, body);
        _done.Enqueue(new WebhookDelivery(webhook.Luid, webhook.Url, body, attempt, status, time.GetUtcNow()));
        while (_done.Count > Kept)
        {
            _done.TryDequeue(out _);
        }

        return status;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _http.Dispose();
    }

    private async Task CarryAsync(Webhook webhook, string body)
    {
        for (var attempt = 1; await SendAsync(webhook, body, attempt) is not (>= 200 and < 300) && attempt <= Pauses.Length; attempt++)
        {
            try
            {
                await Task.Delay(Pauses[attempt - 1], time, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<int?> PostAsync(Uri url, string body)
    {
        try
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await _http.PostAsync(url, content, _stop.Token);
            return (int)answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            return null;
        }
    }
}
