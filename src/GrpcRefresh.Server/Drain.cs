using GrpcRefresh.V1;

namespace GrpcRefresh.Server;

/// <summary>The service's leave-taking: once it has started nothing new is begun, and nothing begun is lost.</summary>
/// <param name="started">Fires when the host begins to stop, while it still answers.</param>
internal sealed class Drain(CancellationToken started)
{
    public CancellationToken Started => started;

    public void ThrowIfDraining()
    {
        if (started.IsCancellationRequested)
        {
            throw Refusal();
        }
    }

    /// <summary>What calls that cannot go on end with.</summary>
    public static RefusedException Refusal(Exception? cause = null) =>
        new(new Failure(ErrorReason.ServiceDraining, "The service is shutting down; nothing was lost. Call again.")
        {
            // Spread, so that thousands of watchers do not all come back in the same moment.
            RetryAfter = TimeSpan.FromMilliseconds(Random.Shared.Next(1_000, 5_000)),
        }, cause);
}
