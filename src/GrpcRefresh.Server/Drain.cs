using GrpcRefresh.V1;

namespace GrpcRefresh.Server;

/// <summary>Says when the service is on its way out: new work is refused and watchers are told to reconnect.</summary>
internal sealed class Drain(IHostApplicationLifetime lifetime)
{
    /// <summary>Cancelled when the drain begins.</summary>
    public CancellationToken Started => lifetime.ApplicationStopping;

    public void ThrowIfDraining()
    {
        if (Started.IsCancellationRequested)
        {
            throw Refusal();
        }
    }

    public static RefusedException Refusal() => new(new Failure(
        ErrorReason.ServiceDraining, "The service is shutting down. Nothing is lost: call again in a moment.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    });
}
