using Grpc.Core;

namespace GrpcRefresh.Client.Calls;

/// <summary>Makes unary calls: bounded in time, repeated where that is safe, with errors that are read.</summary>
internal sealed class Caller(GrpcRefreshClientOptions options, TimeProvider time, Func<double> random)
{
    /// <summary>A call that is made once.</summary>
    public async Task<T> OnceAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> start, CancellationToken cancellationToken)
    {
        try
        {
            // The deadline is wall-clock time by gRPC's definition.
            var deadline = time.GetUtcNow().UtcDateTime + options.CallTimeout;
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

    /// <summary>A call that does no harm when it is made again.</summary>
    public async Task<T> SafelyAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> start, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var pauses = new Pauses(options.MaxPause, random);
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan pause;
            try
            {
                return await OnceAsync(start, cancellationToken).ConfigureAwait(false);
            }
            catch (GrpcRefreshException e) when (attempt < options.MaxAttempts && Failures.IsPassing(e))
            {
                pause = pauses.Next(e.RetryDelay);
                if (time.GetElapsedTime(begun) + pause > options.RetryTimeLimit)
                {
                    throw;
                }
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
