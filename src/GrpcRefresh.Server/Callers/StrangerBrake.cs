using System.Net;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Callers;

/// <summary>Slows down those who try credentials. Only what is refused waits: a good credential from the same source passes at once.</summary>
internal sealed partial class StrangerBrake(IOptions<CallersOptions> options, TimeProvider time, ILogger<StrangerBrake> logger)
{
    /// <summary>Whoever waits costs memory, so only so many do.</summary>
    public const int MostWaiting = 256;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    private readonly FailingSources _sources = new(time);
    private int _waiting;

    /// <summary>Answers when a refusal may be told.</summary>
    /// <param name="problem">What is wrong with the credential, for the log alone.</param>
    /// <exception cref="RefusedException">RATE_LIMITED: too many wait already.</exception>
    public async Task HoldAsync(IPAddress? source, string problem, CancellationToken ct)
    {
        var network = SourceNetwork.Of(source);
        var (failures, before) = _sources.Add(network);
        if (failures == 1)
        {
            Log.Refused(logger, network, problem, before);
        }

        if (DelayOf(failures - options.Value.FailuresBeforeDelay) is var delay && delay > TimeSpan.Zero)
        {
            await WaitAsync(delay, ct);
        }
    }

    private static TimeSpan DelayOf(int excess) =>
        excess <= 0 ? TimeSpan.Zero
        : excess > 5 ? LongestDelay
        : FirstDelay * (1 << (excess - 1)) is var delay && delay < LongestDelay ? delay : LongestDelay;

    private async Task WaitAsync(TimeSpan delay, CancellationToken ct)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > MostWaiting)
            {
                // A stranger is told of no setting.
                throw new RefusedException(new Failure(ErrorReason.RateLimited, "Too many calls without a good credential.") { RetryAfter = LongestDelay });
            }

            await Task.Delay(delay, time, ct);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 1, EventName = nameof(Refused), Level = LogLevel.Warning,
            Message = "Refused a call from {Source}: {Problem}. Further ones from there are not told for a minute; in the minute before there were {Before}")]
        public static partial void Refused(ILogger logger, IPAddress source, string problem, int before);
    }
}
