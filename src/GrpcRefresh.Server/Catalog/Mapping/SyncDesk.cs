using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>Takes requests for syncs. One runs at a time; whoever asks for the same meanwhile is given its result.</summary>
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
    private Running? _running;
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
            if (_running is { } other)
            {
                return other.IsFor(sites, command.ValidateOnly) ? (other, true) : throw Busy();
            }

            return (_running = new Running(sites, command.ValidateOnly, SyncAsync(command, sites)), false);
        }
    }

    // Shared by all who ask meanwhile, so no single caller's token stops it: one who comes back finds it further on.
    private async Task<IReadOnlyList<SiteSync>> SyncAsync(SyncCommand command, IReadOnlyList<TableauSite> sites)
    {
        // Out of the lock first.
        await Task.Yield();
        try
        {
            return command.ValidateOnly ? await _sync.RunAsync(sites, validateOnly: true, _drain.Started) : await WriteAsync(command, sites);
        }
        finally
        {
            lock (_gate)
            {
                _running = null;
            }
        }
    }

    private async Task<IReadOnlyList<SiteSync>> WriteAsync(SyncCommand command, IReadOnlyList<TableauSite> sites)
    {
        await _audit.AppendAsync(SyncAudit.Accepted(command, sites), CancellationToken.None);
        try
        {
            var done = await _sync.RunAsync(sites, validateOnly: false, _drain.Started);
            Count(done);
            await _audit.AppendAsync(SyncAudit.Ended(command, done), CancellationToken.None);
            return done;
        }
        catch (RefusedException e)
        {
            _measures.Synced(SyncOutcome.Failed);
            await _audit.AppendAsync(SyncAudit.Failed(command, e.Failure), CancellationToken.None);
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

    private static RefusedException Busy() => new(new Failure(ErrorReason.AlreadyRunning, "A sync of other sites is at work. Ask again when it has ended.") { RetryAfter = Usual });

    private sealed record Running(IReadOnlyList<TableauSite> Sites, bool ValidateOnly, Task<IReadOnlyList<SiteSync>> Result)
    {
        public bool IsFor(IReadOnlyList<TableauSite> sites, bool validateOnly) => ValidateOnly == validateOnly && Sites.SequenceEqual(sites);
    }
}
