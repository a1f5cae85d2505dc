using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Refresh;

/// <summary>Takes requests for refreshes: checks them, has them recorded, and leaves the rest to the engine.</summary>
internal sealed class RefreshDesk(
    ScopedCatalog catalog, TableauSites sites, JobStore store, AuditLog audit, IOptions<JobsOptions> options, TimeProvider time)
{
    // Well below the deadlines that callers set.
    private static readonly TimeSpan LuidPatience = TimeSpan.FromSeconds(5);

    public async Task<RefreshReceipt> SubmitAsync(RefreshCommand command, CancellationToken ct)
    {
        try
        {
            return await TakeAsync(command, ct);
        }
        catch (RefusedException e) when (!command.ValidateOnly)
        {
            await audit.AppendAsync(RefusedCalls.Refresh(command, e.Failure), CancellationToken.None);
            throw;
        }
    }

    public async Task<Withdrawal> CancelAsync(WithdrawalRequest request, CancellationToken ct)
    {
        try
        {
            return await store.WithdrawAsync(request, ct);
        }
        catch (RefusedException e)
        {
            await audit.AppendAsync(RefusedCalls.Cancel(request.JobId, request.Caller.Name, e.Failure), CancellationToken.None);
            throw;
        }
    }

    private async Task<RefreshReceipt> TakeAsync(RefreshCommand command, CancellationToken ct)
    {
        var fingerprint = RequestFingerprint.Of(command);
        // A repeated call is answered from the record even while Tableau is down.
        if (command is { ValidateOnly: false, RequestId: { } id } && await store.FindRequestAsync(JobKind.Refresh, id, fingerprint, ct) is { } replay)
        {
            return new RefreshReceipt(replay.Job, replay.Disposition);
        }

        var item = await ResolveAsync(command, ct);
        await DemandIncrementalAsync(command, item, ct);
        var request = new JobRequest(
            item, command.Resource, command.Mode, command.Freshness, command.RequestId, fingerprint, command.Labels, command.Caller.Name, command.OnBehalfOf)
        {
            TraceParent = Traces.Present,
        };
        if (command.ValidateOnly)
        {
            return await RehearseAsync(request, ct);
        }

        var enrolment = await store.EnrolAsync(request, options.Value.MaxActive, ct);
        Traces.Name(enrolment.Job.JobId);
        return new RefreshReceipt(enrolment.Job, enrolment.Disposition);
    }

    private async Task<CatalogItem> ResolveAsync(RefreshCommand command, CancellationToken ct)
    {
        if (!CanWait(command))
        {
            return await LookUpAsync(command, ct);
        }

        using var patience = new CancellationTokenSource(LuidPatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            return await LookUpAsync(command, either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return Unseen(command);
        }
        catch (RefusedException e) when (e.Failure.Reason is ErrorReason.TableauUnreachable or ErrorReason.TableauThrottled)
        {
            return Unseen(command);
        }
    }

    /// <summary>
    /// A luid needs no look-up to be recorded: while Tableau is away, the refresh waits until it is back. Unless its project decides whether the
    /// caller may ask at all.
    /// </summary>
    private static bool CanWait(RefreshCommand command) =>
        command is { ValidateOnly: false, Resource.Luid: not null, Caller.Scope.Projects.Count: 0 };

    private CatalogItem Unseen(RefreshCommand command)
    {
        var site = sites.Get(new SiteKey(command.Resource.Server, command.Resource.Site)).Key;
        return new CatalogItem(site, command.Resource.Type, command.Resource.Luid!, "", [], "", "", null, null);
    }

    private async Task<CatalogItem> LookUpAsync(RefreshCommand command, CancellationToken ct)
    {
        var item = await catalog.ResolveAsync(command.Resource, command.Caller, ct);
        if (item.HasExtracts == false)
        {
            // Perhaps only as we remember it: an extract may have been created since.
            item = await catalog.ReResolveAsync(item, command.Resource, command.Caller, ct);
        }

        return item.HasExtracts == false ? throw NothingToRefresh(item) : item;
    }

    private async Task DemandIncrementalAsync(RefreshCommand command, CatalogItem item, CancellationToken ct)
    {
        if (command.Mode != RefreshMode.Incremental)
        {
            return;
        }

        var site = sites.Get(item.Site);
        try
        {
            if (await site.SupportsIncrementalAsync(ct) || await site.FindIncrementalTaskAsync(item.Type, item.Luid, ct) is not null)
            {
                return;
            }

            throw IncrementalRefusal.Of(item, await site.GetApiVersionAsync(ct));
        }
        catch (TableauException e) when (CanWait(command) && e.Kind is TableauErrorKind.Unreachable or TableauErrorKind.Throttled)
        {
            // Looked at again when the job is submitted.
        }
        catch (TableauException e)
        {
            throw new RefusedException(TableauFailures.From(e, item.Site), e);
        }
    }

    private async Task<RefreshReceipt> RehearseAsync(JobRequest request, CancellationToken ct)
    {
        var (head, followUp) = await store.InLaneAsync(new Lane(request.Item.Site, request.Item.Type, request.Item.Luid), ct);
        var would = JobEnrolment.NewJob(request, "", time.GetUtcNow());
        return LaneDecision.Decide(head, followUp, request.Mode, request.Freshness) switch
        {
            LaneVerdict.Start => new RefreshReceipt(would, Disposition.Started),
            LaneVerdict.Queue => new RefreshReceipt(would, Disposition.Queued),
            LaneVerdict.JoinHead => new RefreshReceipt(head!, Disposition.Joined),
            LaneVerdict.JoinFollowUp => new RefreshReceipt(followUp!, Disposition.Joined),
            _ => throw JobEnrolment.AlreadyRunning(head!),
        };
    }

    private static RefusedException NothingToRefresh(CatalogItem item) => new(new Failure(
        ErrorReason.NothingToRefresh, $"'{item.Name}' has no extract: its data is live, so there is nothing to refresh.")
    {
        Metadata = new Dictionary<string, string> { ["resource"] = item.Luid },
    });
}
