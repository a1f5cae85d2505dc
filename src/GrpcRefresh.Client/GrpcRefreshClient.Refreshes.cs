using System.Runtime.CompilerServices;
using GrpcRefresh.Client.Calls;
using GrpcRefresh.V1;

namespace GrpcRefresh.Client;

/// <content>Refreshes and content.</content>
public sealed partial class GrpcRefreshClient
{
    /// <summary>Asks for a refresh and answers once the job is recorded: follow it with <see cref="WatchAsync"/> or <see cref="WaitAsync"/>.</summary>
    /// <param name="request">
    /// What to refresh, and which refresh will do. It is not changed: when it has no request id, a new one is sent, so that repeating the
    /// call after a lost answer never refreshes twice. Choose one yourself to repeat the call across a restart of your program, or to
    /// withdraw it with <see cref="CancelAsync"/> while others wait for the same job.
    /// </param>
    /// <param name="cancellationToken">Ends the call. The job may have been recorded all the same.</param>
    /// <returns>The job and how the request came by it.</returns>
    public Task<RefreshResourceResponse> RefreshAsync(RefreshResourceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var sent = request.Clone();
        if (sent.RequestId.Length == 0 && !sent.ValidateOnly)
        {
            sent.RequestId = Guid.NewGuid().ToString();
        }

        return _caller.SafelyAsync(call => Refreshes.RefreshResourceAsync(sent, call), cancellationToken);
    }

    /// <summary>Asks for a full refresh that starts after this call.</summary>
    /// <param name="resource">What to refresh.</param>
    /// <param name="cancellationToken">Ends the call. The job may have been recorded all the same.</param>
    /// <returns>The job and how the request came by it.</returns>
    public Task<RefreshResourceResponse> RefreshAsync(ResourceRef resource, CancellationToken cancellationToken = default) =>
        RefreshAsync(new RefreshResourceRequest { Resource = resource }, cancellationToken);

    /// <summary>Asks for a refresh and waits until its job has succeeded, through restarts of the service and broken connections.</summary>
    /// <param name="request">As for <see cref="RefreshAsync(RefreshResourceRequest, CancellationToken)"/>; not with <c>validate_only</c>.</param>
    /// <param name="progress">Is told of the job as it was recorded, and of each change.</param>
    /// <param name="cancellationToken">Ends the waiting. The job goes on: <see cref="CancelAsync"/> cancels it.</param>
    /// <returns>The job, succeeded.</returns>
    /// <exception cref="JobFailedException">The job ended in another way.</exception>
    /// <exception cref="ArgumentException">The request only validates: there is no job to wait for.</exception>
    public async Task<Job> RefreshAndWaitAsync(
        RefreshResourceRequest request, IProgress<Job>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.ValidateOnly)
        {
            throw new ArgumentException("A request that only validates starts no job to wait for.", nameof(request));
        }

        var recorded = (await RefreshAsync(request, cancellationToken).ConfigureAwait(false)).Job;
        progress?.Report(recorded);
        var ended = await WaitAsync(recorded.JobId, progress, cancellationToken).ConfigureAwait(false);
        return ended.State == JobState.Succeeded ? ended : throw new JobFailedException(ended);
    }

    /// <summary>Tells which content a reference means, without touching it.</summary>
    /// <param name="resource">The reference.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The content as Tableau describes it now.</returns>
    public async Task<Resource> ResolveAsync(ResourceRef resource, CancellationToken cancellationToken = default) =>
        (await _caller.SafelyAsync(
            call => Refreshes.ResolveResourceAsync(new ResolveResourceRequest { Resource = resource }, call), cancellationToken).ConfigureAwait(false)).Resource;

    /// <summary>Lists content by name, page after page as it is read.</summary>
    /// <param name="request">Which content. Its page size is that of each page, its page token where to begin. It is not changed.</param>
    /// <param name="cancellationToken">Ends the list.</param>
    /// <returns>The content, sorted by name.</returns>
    public async IAsyncEnumerable<Resource> ListResourcesAsync(
        ListResourcesRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var asked = request.Clone();
        do
        {
            var page = await _caller.SafelyAsync(call => Refreshes.ListResourcesAsync(asked, call), cancellationToken).ConfigureAwait(false);
            foreach (var resource in page.Resources)
            {
                yield return resource;
            }

            asked.PageToken = page.NextPageToken;
        }
        while (asked.PageToken.Length > 0);
    }

    /// <summary>Brings the mapping table in Snowflake up to date with what Tableau lists, and answers when that is done.</summary>
    /// <param name="request">Which sites; all that the caller may see whole, unless it says. It is not changed.</param>
    /// <param name="cancellationToken">Ends the call, not the sync: asking again for the same gives its result.</param>
    /// <returns>What became of each site. One that Tableau would not tell of has an error.</returns>
    /// <remarks>May take minutes: see <see cref="GrpcRefreshClientOptions.InventoryTimeout"/>.</remarks>
    public Task<SyncCatalogResponse> SyncAsync(SyncCatalogRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var sent = request.Clone();
        return _caller.SafelyAsync(call => Refreshes.SyncCatalogAsync(sent, call), Patience.ForInventories(_options), cancellationToken);
    }
}
