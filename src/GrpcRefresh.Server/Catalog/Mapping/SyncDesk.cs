using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>Takes requests for syncs. One writes at a time, and one checks beside it; whoever asks for the same meanwhile is given its result.</summary>
internal sealed class SyncDesk
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);

    private readonly TableauSites _sites;
    private readonly CatalogSync _sync;
    private readonly AuditLog _audit;
    private readonly Drain _drain;
    private readonly CatalogMeasures _measures;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<bool, Running> _running = [];
    private long _lastWhole;

    public SyncDesk(TableauSites sites, CatalogSync sync, AuditLog audit, Drain drain, CatalogMeasures measures, IOptions<CatalogOptions> options, TimeProvider time)
    {
        (_sites, _sync, _audit, _drain, _measures, _time) = (sites, sync, audit, drain, measures, time);
        _lastWhole = time.GetTimestamp();
        var isScheduled = options.Value.Mapping.SyncEvery is not null;
        measures.ObserveSync(() => isScheduled ? time.GetElapsedTime(Interlocked.Read(ref _lastWhole)) : null);
    }

    /// <exception cref="RefusedException">The caller may not, another sync is at work, or Snowflake cannot be asked.</exception>
    public async Task<IReadOnlyList<SiteSync>> RunAsync(SyncCommand command, CancellationToken ct)
    {
        try
        {
            return await (await JoinAsync(command, ct)).WaitAsync(ct);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            // Nothing else cancels a sync.
            throw Drain.Refusal(e);
        }
    }

    private async Task<Task<IReadOnlyList<SiteSync>>> JoinAsync(SyncCommand command, CancellationToken ct)
    {
        try
        {
            var sites = SyncSelection.Of(command, _sites);
            _sync.DemandAccount();
            var (running, joined) = Enter(command, sites);
            if (joined && !command.ValidateOnly)
            {
                await _audit.AppendAsync(SyncAudit.Accepted(command, sites), ct);
            }

            return running.Result;
        }
        catch (RefusedException e) when (!command.ValidateOnly)
        {
            await _audit.AppendAsync(SyncAudit.Refused(command, e.Failure), CancellationToken.None);
            throw;
        }
    }

    private (Running Running, bool Joined) Enter(SyncCommand command, IReadOnlyList<TableauSite> sites)
    {
        lock (_gate)
        {
            if (_running.TryGetValue(command.ValidateOnly, out var other))
            {
                return other.IsFor(sites, command) ? (other, true) : throw Busy();
            }

            return (_running[command.ValidateOnly] = new Running(sites, command.AllowVanished, SyncAsync(command, sites)), false);
        }
    }

    // Shared by all who ask meanwhile, so no single caller's token stops it: one who comes back finds it further on.
    private async Task<IReadOnlyList<SiteSync>> SyncAsync(SyncCommand command, IReadOnlyList<TableauSite> sites)
    {
        // Out of the lock first.
        await Task.Yield();
        try
        {
            return command.ValidateOnly ? await _sync.RunAsync(sites, command, _drain.Started) : await WriteAsync(command, sites);
        }
        finally
        {
            lock (_gate)
            {
                _running.Remove(command.ValidateOnly);
            }
        }
    }

    private async Task<IReadOnlyList<SiteSync>> WriteAsync(SyncCommand command, IReadOnlyList<TableauSite> sites)
    {
        await _audit.AppendAsync(SyncAudit.Accepted(command, sites), CancellationToken.None);
        try
        {
            var done = await _sync.RunAsync(sites, command, _drain.Started);
            Count(done);
            await _audit.AppendAsync(SyncAudit.Ended(command, done), CancellationToken.None);
            return done;
        }
        catch (Exception e)
        {
            // Whatever it was, what was accepted has an end.
            _measures.Synced(SyncOutcome.Failed);
            await _audit.AppendAsync(SyncAudit.Failed(command, Told(e)), CancellationToken.None);
            throw;
        }
    }

    private void Count(IReadOnlyList<SiteSync> done)
    {
        var failed = done.Count(site => site.Error is not null);
        _measures.Synced(failed == 0 ? SyncOutcome.Complete : failed < done.Count ? SyncOutcome.Partial : SyncOutcome.Failed);
        if (failed == 0 && done.Count == _sites.All.Count)
        {
            Interlocked.Exchange(ref _lastWhole, _time.GetTimestamp());
        }
    }

    private static Failure Told(Exception e) => e switch
    {
        RefusedException refused => refused.Failure,
        // Nothing else cancels a sync.
        OperationCanceledException => Drain.Refusal(e).Failure,
        _ => new Failure(ErrorReason.Internal, "A fault of the service. Its log tells more."),
    };

    private static RefusedException Busy() => new(new Failure(ErrorReason.AlreadyRunning, "Another sync is at work. Ask again when it has ended.") { RetryAfter = Usual });

    private sealed record Running(IReadOnlyList<TableauSite> Sites, bool AllowVanished, Task<IReadOnlyList<SiteSync>> Result)
    {
        public bool IsFor(IReadOnlyList<TableauSite> sites, SyncCommand command) => AllowVanished == command.AllowVanished && Sites.SequenceEqual(sites);
    }
}
