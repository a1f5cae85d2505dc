using Grpc.Health.V1;

namespace GrpcRefresh.Server.Rpc.Health;

/// <summary>Whether the service takes calls: from the end of its start to the first sign of its shutdown.</summary>
internal sealed class ServingState(Drain drain, CancellationToken started)
{
    public HealthCheckResponse.Types.ServingStatus Now =>
        started.IsCancellationRequested && !drain.Started.IsCancellationRequested
            ? HealthCheckResponse.Types.ServingStatus.Serving
            : HealthCheckResponse.Types.ServingStatus.NotServing;

    /// <summary>Ends when <see cref="Now"/> may have changed from what it was at the call.</summary>
    public async Task NextAsync(CancellationToken cancellationToken)
    {
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var next = started.IsCancellationRequested ? CancellationToken.None : started;
        await using var onStart = next.Register(() => changed.TrySetResult());
        await using var onDrain = drain.Started.Register(() => changed.TrySetResult());
        await changed.Task.WaitAsync(cancellationToken);
    }
}
