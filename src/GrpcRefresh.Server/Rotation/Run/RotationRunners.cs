using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Run.Tokens;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>Sees to it that every active rotation has a runner: at once when one comes, and by comparing now and then.</summary>
internal sealed partial class RotationRunners(
    RotationStore store,
    JobStore jobs,
    JobFeed feed,
    LaneHolds holds,
    TableauSites sites,
    ISnowflakeTokens tokens,
    StoredSecrets stored,
    SecretWiping wiping,
    ConnectionInventory inventory,
    RotationMeasures measures,
    IOptions<JobsOptions> jobsOptions,
    IOptions<RotationOptions> options,
    TimeProvider time,
    ILogger<RotationRunners> log) : BackgroundService, IHostedLifecycleService
{
    private readonly Dictionary<string, Task> _running = [];

    /// <summary>Before any tracker submits a refresh: a run that was cut off still holds what it had not changed.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var job in await jobs.ActiveRotationsAsync(cancellationToken))
        {
            Hold((await store.FindAsync(job.JobId, cancellationToken))!);
        }
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var mailbox = feed.Open(job => job is { Kind: JobKind.Rotation, State: JobState.Queued }, jobsOptions.Value.MaxActive);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                mailbox.Take();
                await EnsureAllAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The top of a background loop: the runners go on, and the comparison is made again.
                Log.ReconcileFailed(log, e);
            }

            using var timer = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(mailbox.Arrived, Task.Delay(jobsOptions.Value.ReconcileEvery, time, timer.Token), Task.WhenAny(_running.Values.Append(Never)));
            await timer.CancelAsync();
        }

        await Task.WhenAll(_running.Values);
    }

    private static readonly Task Never = new TaskCompletionSource().Task;

    private async Task EnsureAllAsync(CancellationToken stop)
    {
        foreach (var (jobId, _) in _running.Where(run => run.Value.IsCompleted).ToList())
        {
            _running.Remove(jobId);
        }

        foreach (var job in await jobs.ActiveRotationsAsync(stop))
        {
            if (!_running.ContainsKey(job.JobId))
            {
                _running[job.JobId] = Task.Run(() => RunAsync(job.JobId, stop), CancellationToken.None);
            }
        }
    }

    private async Task RunAsync(string jobId, CancellationToken stop)
    {
        using var scope = LogScopes.OfJob(log, jobId);
        try
        {
            var name = $"rotation:{jobId}";
            var epoch = new RunEpoch(name, await jobs.StartRunnerAsync(name, stop), jobsOptions.Value.EpochLimit, time);
            if (await store.FindAsync(jobId, stop) is not { } state)
            {
                return;
            }

            Hold(state);
            await stored.CountAsync(stop);
            using var span = Traces.Work("rotate", jobId, state.Job.Drive.TraceParent);
            using var board = new RotationBoard(store, epoch, state, time);
            var context = ContextOf(epoch, await store.OpenSecretsAsync(jobId, stop));
            await new RotationRun(context, board, holds, feed, StagesOf(context, board), new RunEnd(sites, time)).RunAsync(stop);
            board.Steps.ToList().ForEach(step => measures.Ended(step.State, step.Proof));
            inventory.Forget();
            await wiping.CompleteAsync(stop);
            Log.Ended(log, jobId, board.Job.State);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Taken up again after the restart.
        }
        catch (Exception e)
        {
            // The top of a background loop: the next comparison starts the run anew, where its steps stand.
            Log.RunFailed(log, jobId, e);
            await Task.Delay(options.Value.RetryPauseMax, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private RunContext ContextOf(RunEpoch epoch, OpenSecrets secrets)
    {
        var guarded = tokens.Guarded(ct => epoch.DemandFreshAsync(jobs, ct));
        var snowflake = new SnowflakePersistence(options.Value, epoch, jobs, time);
        return new RunContext(
            sites,
            jobs,
            epoch,
            secrets,
            new ItemProof(sites, jobs, feed, jobsOptions.Value),
            new Persistence(options.Value, time),
            guarded,
            snowflake,
            new LoginProof(guarded, snowflake, options.Value.Tokens, time));
    }

    private TokenStages StagesOf(RunContext context, RotationBoard board) => new(
        new TokenMaking(context, board),
        new TokenJudgement(context, board, time),
        new TokenRetirement(context, board, new KnownConnections(inventory, sites), wiping, options.Value.Tokens, time),
        new TokenSettling(context, board));

    private void Hold(RotationState state)
    {
        if (state.Course.Terms.HoldsRefreshes)
        {
            holds.Hold(state.Job.JobId, state.Steps
                .Where(step => step.State is RotationStepState.Planned or RotationStepState.Updating || (state.Course.RollingBack && RollBack.IsDue(step)))
                .Select(step => Planning.ItemKey.Of(step.Connection).Lane)
                .OfType<Lane>()
                .Distinct());
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 365, EventName = "RotationEnded", Level = LogLevel.Information, Message = "Rotation {JobId} ended: {State}")]
        public static partial void Ended(ILogger logger, string jobId, JobState state);

        [LoggerMessage(EventId = 366, EventName = "RotationRunFailed", Level = LogLevel.Error,
            Message = "The run of rotation {JobId} failed; it is taken up again where its steps stand")]
        public static partial void RunFailed(ILogger logger, string jobId, Exception e);

        [LoggerMessage(EventId = 367, EventName = "RotationReconcileFailed", Level = LogLevel.Error,
            Message = "Comparing the active rotations with what is running failed; it will be tried again")]
        public static partial void ReconcileFailed(ILogger logger, Exception e);
    }
}
