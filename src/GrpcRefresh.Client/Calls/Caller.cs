using Grpc.Core;

namespace GrpcRefresh.Client.Calls;

/// <summary>Makes unary calls: bounded in time, repeated where that is safe, with errors that are read.</summary>
internal sealed class Caller(GrpcRefreshClientOptions options, TimeProvider time, Func<double> random)
{
    /// <summary>A call that is made once.</summary>
    public Task<T> OnceAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> start, CancellationToken cancellationToken) =>
        OnceAsync(start, options.CallTimeout, cancellationToken);

    /// <summary>A call that does no harm when it is made again.</summary>
    public Task<T> SafelyAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> start, CancellationToken cancellationToken) =>
        SafelyAsync(start, Patience.ForCalls(options), cancellationToken);

    /// <summary>A call that does no harm when it is made again, given its own patience.</summary>
    public async Task<T> SafelyAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> start, Patience patience, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var pauses = new Pauses(options.MaxPause, random);
        var paused = TimeSpan.Zero;
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan pause;
            try
            {
                return await OnceAsync(start, patience.Attempt, cancellationToken).ConfigureAwait(false);
            }
            catch (GrpcRefreshException e) when (attempt < patience.MaxAttempts && Failures.IsPassing(e))
            {
                pause = pauses.Next(e.RetryDelay);
                paused += pause;
                if (!patience.Allows(time.GetElapsedTime(begun) + pause, paused))
                {
                    throw;
                }
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<T> OnceAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> start, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            // The deadline is wall-clock time by gRPC's definition.
            var deadline = time.GetUtcNow().UtcDateTime + timeout;
            using var call = start(new CallOptions(deadline: deadline, cancellationToken: cancellationToken));
            return await call.ResponseAsync.ConfigureAwait(false);
        }
        catch (RpcException e) when (Failures.IsOurs(e, cancellationToken))
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (RpcException e)
        {
            throw GrpcRefreshException.From(e);
        }
    }
}
