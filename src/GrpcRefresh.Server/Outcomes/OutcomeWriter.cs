using System.Runtime.CompilerServices;
using System.Threading.Channels;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.Server.Telemetry;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Outcomes;

/// <summary>Writes the outcomes of jobs to the log in Snowflake, a window's worth at a time, for as long as it takes.</summary>
/// <remarks>
/// First Snowflake, then the mark that they are there. Whoever dies in between sends the same statement again, once the first must have ended, which
/// changes nothing. A stop forces no write: what waits is on disk.
/// </remarks>
internal sealed partial class OutcomeWriter(
    OutcomeOutbox outbox, SnowflakeNeighbour snowflake, JobFeed feed, OutcomeMeasures measures, IOptions<OutcomeOptions> options, IOptions<SnowflakeOptions> account,
    TimeProvider time, ILogger<OutcomeWriter> logger)
    : BackgroundService
{
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly OutcomePace _pace = new(options.Value.Window, account.Value.StatementTimeout);
    private readonly StrongBox<OutcomeBacklog> _backlog = Measured(measures, options.Value, time);
    private bool _hasResumed;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (snowflake.Account is { } neighbour)
        {
            // A write that was under way has been given up; its cancelling needs the connection.
            await neighbour.SettledAsync().WaitAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled || snowflake.Account is not { } neighbour || !SqlName.TryParse(options.Value.Table, out var table))
        {
            return;
        }

        feed.Published += Hear;
        var write = new OutcomeWrite(outbox, neighbour, table!, measures, time, logger);
        try
        {
            while (true)
            {
                await StepAsync(write, stoppingToken);
            }
        }
        finally
        {
            feed.Published -= Hear;
        }
    }

    /// <summary>What waits, as the last look found it. Measured from here on, because collecting begins before anything is started.</summary>
    private static StrongBox<OutcomeBacklog> Measured(OutcomeMeasures measures, OutcomeOptions options, TimeProvider time)
    {
        var backlog = new StrongBox<OutcomeBacklog>(new OutcomeBacklog(0, null));
        if (options.Enabled)
        {
            measures.Observe(
                () => backlog.Value!.Waiting,
                () => backlog.Value!.Oldest is { } oldest && time.GetUtcNow() - oldest is var age && age > TimeSpan.Zero ? age : TimeSpan.Zero,
                () => backlog.Value!.Aside);
        }

        return backlog;
    }

    private async Task StepAsync(OutcomeWrite write, CancellationToken ct)
    {
        try
        {
            await ResumeAsync(ct);
            _backlog.Value = await outbox.LookAsync(ct);
            var rest = _pace.Until(_backlog.Value!, time.GetUtcNow());
            if (rest is null || rest > TimeSpan.Zero)
            {
                await RestAsync(rest, ct);
                return;
            }

            measures.Began();
            var written = await write.AllAsync(ct);
            if (_pace.IsFailing)
            {
                Log.Recovered(logger, written);
            }

            _pace.Succeeded();
        }
        catch (SnowflakeException e)
        {
            measures.Failed();
            Tell(e, _pace.Failed(e, time.GetUtcNow()));
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // The top of a background loop: nothing is lost, and the next try may succeed. It waits here, since nothing may be readable that tells how long.
            measures.Failed();
            var pause = _pace.Failed(null, time.GetUtcNow());
            Log.Failed(logger, e, _backlog.Value!.Waiting, pause);
            await Task.Delay(pause, time, ct);
        }
    }

    private async Task ResumeAsync(CancellationToken ct)
    {
        if (!_hasResumed)
        {
            var last = await outbox.LastTryAsync(ct);
            await outbox.RecallAsync(ct);
            _pace.Resume(last, time.GetUtcNow());
            _hasResumed = true;
        }
    }

    /// <summary>Called by the one writer of the database, between two commits.</summary>
    private void Hear(JobRecord job)
    {
        if (job.IsEnded)
        {
            _bell.Writer.TryWrite(true);
        }
    }

    /// <summary>Until a job ends, or the time is over.</summary>
    private async Task RestAsync(TimeSpan? rest, CancellationToken ct)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(
            _bell.Reader.WaitToReadAsync(enough.Token).AsTask(),
            Task.Delay(rest ?? Timeout.InfiniteTimeSpan, time, enough.Token));
        await enough.CancelAsync();
        ct.ThrowIfCancellationRequested();
        _bell.Reader.TryRead(out _);
    }

    private void Tell(SnowflakeException e, TimeSpan pause)
    {
        if (e.Kind is SnowflakeErrorKind.Unreachable or SnowflakeErrorKind.Throttled or SnowflakeErrorKind.TimedOut or SnowflakeErrorKind.Cancelled)
        {
            Log.Delayed(logger, _backlog.Value!.Waiting, pause, e.Message);
        }
        else if (e.HttpStatus == 422)
        {
            Log.Refused(logger, _backlog.Value!.Waiting, options.Value.Table, pause, e.Message);
        }
        else
        {
            Log.NotAdmitted(logger, _backlog.Value!.Waiting, pause, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(900, LogLevel.Warning, "{Waiting} outcomes of jobs wait to be written to Snowflake, which is tried again in {Pause}: {Reason}", EventName = "OutcomesDelayed")]
        public static partial void Delayed(ILogger logger, int waiting, TimeSpan pause, string reason);

        [LoggerMessage(901, LogLevel.Error, "{Waiting} outcomes of jobs wait, because Snowflake refuses to write them to {Table}; tried again in {Pause}. {Reason} " +
            "The table and what the service's role must be granted on it are in snowflake/65_outcomes.sql; its name is GrpcRefresh:Outcomes:Table", EventName = "OutcomesRefused")]
        public static partial void Refused(ILogger logger, int waiting, string table, TimeSpan pause, string reason);

        [LoggerMessage(902, LogLevel.Error, "{Waiting} outcomes of jobs wait, because Snowflake does not let the service in; tried again in {Pause}. {Reason}", EventName = "OutcomesNotAdmitted")]
        public static partial void NotAdmitted(ILogger logger, int waiting, TimeSpan pause, string reason);

        [LoggerMessage(903, LogLevel.Error, "Writing outcomes of jobs to Snowflake failed; {Waiting} wait, tried again in {Pause}", EventName = "OutcomesFailed")]
        public static partial void Failed(ILogger logger, Exception e, int waiting, TimeSpan pause);

        [LoggerMessage(904, LogLevel.Information, "{Written} outcomes that had waited are in Snowflake", EventName = "OutcomesRecovered")]
        public static partial void Recovered(ILogger logger, int written);
    }
}
