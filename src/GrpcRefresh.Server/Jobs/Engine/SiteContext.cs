using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>What everything that drives one site's jobs shares: the site, the store, and the right to write.</summary>
internal sealed class SiteContext(TableauSite site, JobStore store, RunEpoch epoch, JobsOptions options, TimeProvider time, ILogger log)
{
    public TableauSite Site { get; } = site;

    public JobsOptions Options { get; } = options;

    public TimeProvider Time { get; } = time;

    public ILogger Log { get; } = log;

    public JobStore Store { get; } = store;

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Changes a job under this runner's epoch.</summary>
    public Task<JobRecord> ChangeAsync(string jobId, Func<JobRecord, JobRecord> change) =>
        Store.ChangeAsync(epoch, jobId, change, CancellationToken.None);

    /// <summary>To be called right before each request to Tableau.</summary>
    public Task DemandFreshEpochAsync() => epoch.DemandFreshAsync(Store, CancellationToken.None);
}
