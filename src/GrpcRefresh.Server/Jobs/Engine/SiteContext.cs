using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>What everything that drives one site's jobs shares: the site, the store, and the right to write.</summary>
internal sealed class SiteContext(TableauSite site, JobStore store, LaneHolds holds, RunEpoch epoch, JobsOptions options, TimeProvider time, ILogger log)
{
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly long _startStamp = time.GetTimestamp();

    public TableauSite Site { get; } = site;

    public JobsOptions Options { get; } = options;

    public TimeProvider Time { get; } = time;

    public ILogger Log { get; } = log;

    public JobStore Store { get; } = store;

    public LaneHolds Holds { get; } = holds;

    /// <summary>The time by a clock that never goes back: paces and graces must not hang on somebody setting the clock.</summary>
    public DateTimeOffset Now => _start + Time.GetElapsedTime(_startStamp);

    /// <summary>Changes a job under this runner's epoch.</summary>
    public Task<JobRecord> ChangeAsync(string jobId, Func<JobRecord, JobRecord> change) =>
        Store.ChangeAsync(epoch, jobId, change, CancellationToken.None);

    /// <param name="note">What the audit is to say of a submission that this change ends.</param>
    /// <inheritdoc cref="ChangeAsync(string, Func{JobRecord, JobRecord})"/>
    public Task<JobRecord> ChangeAsync(string jobId, Func<JobRecord, JobRecord> change, AuditNote note) =>
        Store.ChangeAsync(epoch, jobId, change, note, CancellationToken.None);

    /// <summary>Writes down what changes no job.</summary>
    public Task AuditAsync(AuditEntry entry) => Store.AuditAsync(epoch, entry, CancellationToken.None);

    /// <summary>Gives a SUBMITTING job other content and puts it back in line; false when the lane there is taken by a follow-up, too.</summary>
    public Task<bool> MoveAsync(string jobId, CatalogItem item) => Store.MoveAsync(epoch, jobId, item, Options.ConflictRetry, CancellationToken.None);

    /// <summary>To be called right before each request to Tableau.</summary>
    public Task DemandFreshEpochAsync() => epoch.DemandFreshAsync(Store, CancellationToken.None);
}
