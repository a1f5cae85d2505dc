using System.Runtime.CompilerServices;
using Grpc.Core;
using GrpcRefresh.Client.Calls;
using GrpcRefresh.V1;

namespace GrpcRefresh.Client.Watching;

/// <summary>One stream for its reader, however many connections it takes.</summary>
internal sealed class Reconnecting(GrpcRefreshClientOptions options, TimeProvider time, Func<double> random)
{
    /// <summary>A silence this long means that the connection is lost, because the service would have sent a sign of life.</summary>
    private readonly TimeSpan _longestSilence = options.WatchHeartbeat * 3;

    /// <summary>Reads until the service ends the stream.</summary>
    /// <param name="open">Opens a stream after a resume token.</param>
    /// <param name="resumeToken">Where to begin.</param>
    /// <param name="tokenOf">The token that an event carries.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<T> ReadAsync<T>(
        Func<string, CallOptions, AsyncServerStreamingCall<T>> open,
        string resumeToken,
        Func<T, string> tokenOf,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        var token = resumeToken;
        var pauses = new Pauses(options.MaxPause, random);
        var lost = time.GetTimestamp();
        while (true)
        {
            var (call, failure) = Open(open, token, cancellationToken);
            using (call)
            {
                while (call is not null)
                {
                    var (next, problem) = await NextAsync(call.ResponseStream, cancellationToken).ConfigureAwait(false);
                    if (problem is not null)
                    {
                        failure = problem;
                        break;
                    }

                    if (next is null)
                    {
                        yield break;
                    }

                    token = tokenOf(next);
                    pauses.Reset();
                    yield return next;
                    lost = time.GetTimestamp();
                }
            }

            if (failure!.Reason == ErrorReason.ResumeTokenExpired && token.Length > 0)
            {
                token = "";
                continue;
            }

            await PauseAsync(failure, pauses.Next(failure.RetryDelay), lost, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A call without a credential that can be read does not even begin.</summary>
    private static (AsyncServerStreamingCall<T>? Call, GrpcRefreshException? Problem) Open<T>(
        Func<string, CallOptions, AsyncServerStreamingCall<T>> open, string token, CancellationToken cancellationToken)
    {
        try
        {
            return (open(token, new CallOptions(cancellationToken: cancellationToken)), null);
        }
        catch (RpcException e)
        {
            return (null, GrpcRefreshException.From(e));
        }
    }

    private async Task<(T? Next, GrpcRefreshException? Problem)> NextAsync<T>(IAsyncStreamReader<T> stream, CancellationToken cancellationToken)
        where T : class
    {
        var moving = stream.MoveNext(cancellationToken);
        try
        {
            var more = await moving.WaitAsync(_longestSilence, time, cancellationToken).ConfigureAwait(false);
            return (more ? stream.Current : null, null);
        }
        catch (TimeoutException)
        {
            // What becomes of the abandoned read is of no interest to anybody.
            _ = moving.ContinueWith(left => left.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            var silent = new Status(StatusCode.Unavailable, $"The service was silent for {_longestSilence.TotalSeconds} s.");
            return (null, GrpcRefreshException.From(new RpcException(silent)));
        }
        catch (RpcException e) when (Failures.IsOurs(e, cancellationToken))
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (RpcException e)
        {
            return (null, GrpcRefreshException.From(e));
        }
    }

    private Task PauseAsync(GrpcRefreshException failure, TimeSpan pause, long lost, CancellationToken cancellationToken)
    {
        var limit = options.ReconnectTimeLimit;
        return Failures.IsPassing(failure) && (limit == Timeout.InfiniteTimeSpan || time.GetElapsedTime(lost) + pause <= limit)
            ? Task.Delay(pause, time, cancellationToken)
            : Task.FromException(failure);
    }
}
