using System.Runtime.CompilerServices;
using GrpcRefresh.Client.Calls;
using GrpcRefresh.Client.Rotations;
using GrpcRefresh.Client.Watching;
using GrpcRefresh.V1;

namespace GrpcRefresh.Client;

/// <content>Connections and their credentials.</content>
public sealed partial class GrpcRefreshClient
{
    /// <summary>Tells what a rotation would do: records nothing and changes nothing.</summary>
    /// <param name="request">What to change. Its request id is not sent.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The plan, in the shape of the real run's answer; the job has no id.</returns>
    /// <remarks>May take minutes: see <see cref="GrpcRefreshClientOptions.InventoryTimeout"/>.</remarks>
    public Task<RotateConnectionCredentialsResponse> PlanRotationAsync(RotationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return SendAsync(RotationMessages.ToPlan(request), cancellationToken);
    }

    /// <summary>
    /// Starts a rotation and answers once its job is recorded: follow it with <see cref="WatchRotationAsync"/>, <see cref="WatchAsync"/> or
    /// <see cref="WaitAsync"/>.
    /// </summary>
    /// <param name="request">What to change. Without a request id a new one is sent, so that repeating the call after a lost answer never rotates twice.</param>
    /// <param name="cancellationToken">
    /// Ends the call. The rotation may have been recorded all the same: with a request id of your own, call again to learn whether.
    /// </param>
    /// <returns>The job, and the plan it follows. For a repeated request the steps as they stand now.</returns>
    /// <remarks>May take minutes: see <see cref="GrpcRefreshClientOptions.InventoryTimeout"/>.</remarks>
    public Task<RotateConnectionCredentialsResponse> StartRotationAsync(RotationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return SendAsync(RotationMessages.ToRun(request), cancellationToken);
    }

    /// <summary>
    /// Starts a rotation and waits until it has succeeded, which is when every connection was changed and proved as asked. Lasts through
    /// restarts of the service and broken connections.
    /// </summary>
    /// <param name="request">As for <see cref="StartRotationAsync"/>.</param>
    /// <param name="progress">Is told of each change of the job, with the steps that it touched. How a step was left is never left out.</param>
    /// <param name="cancellationToken">Ends the waiting. The rotation goes on: <see cref="CancelAsync"/> stops it.</param>
    /// <returns>The job, succeeded, with its plan and every step as it was left.</returns>
    /// <exception cref="JobFailedException">The job ended in another way; <see cref="ListRotationStepsAsync"/> tells what was changed.</exception>
    public async Task<RotationResult> RotateAsync(
        RotationRequest request, IProgress<JobUpdate>? progress = null, CancellationToken cancellationToken = default)
    {
        var started = await StartRotationAsync(request, cancellationToken).ConfigureAwait(false);
        var last = started.Job;
        await foreach (var update in WatchRotationAsync(started, cancellationToken).ConfigureAwait(false))
        {
            last = update.Job;
            progress?.Report(update);
        }

        last = last.HasEnded() ? last : await GetAsync(last.JobId, cancellationToken).ConfigureAwait(false);
        return last.State == JobState.Succeeded
            ? new RotationResult(last, started.Plan, await _steps.AllAsync(last.JobId, cancellationToken).ConfigureAwait(false))
            : throw new JobFailedException(last);
    }

    /// <summary>
    /// Follows a rotation to its end like <see cref="WatchAsync"/>, and every one of its steps: where the watch begins, where it has to begin
    /// anew, and at the end the steps are read, and those that are not known so are told as well.
    /// </summary>
    /// <param name="started">The answer of <see cref="StartRotationAsync"/>. What it tells of the steps is not told again.</param>
    /// <param name="cancellationToken">Ends the watch, not the rotation.</param>
    /// <returns>The job's changes in order, each with the steps it touched. The last has the event TERMINAL.</returns>
    public IAsyncEnumerable<JobUpdate> WatchRotationAsync(RotateConnectionCredentialsResponse started, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(started);
        ArgumentException.ThrowIfNullOrEmpty(started.Job?.JobId);
        return new RotationWatching(_watching, _steps).FollowAsync(started, cancellationToken);
    }

    /// <summary>Lists the steps of a rotation as they stand now, by number, page after page as they are read.</summary>
    /// <param name="jobId">The rotation's job.</param>
    /// <param name="states">Only steps in these states, at most 16. Default all.</param>
    /// <param name="pageSize">How many to ask for at once. Default 0, which leaves it to the service; at most 1,000.</param>
    /// <param name="cancellationToken">Ends the list.</param>
    /// <returns>The steps.</returns>
    public IAsyncEnumerable<RotationStep> ListRotationStepsAsync(
        string jobId, IEnumerable<RotationStepState>? states = null, int pageSize = 0, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(jobId);
        return _steps.ReadAsync(new ListRotationStepsRequest { JobId = jobId, States = { states ?? [] }, PageSize = pageSize }, cancellationToken);
    }

    /// <summary>Lists connections of Tableau content, page after page as they are read. Changes nothing.</summary>
    /// <param name="request">Which connections. Its page size is that of each page, its page token where to begin. It is not changed.</param>
    /// <param name="gaps">Is given what could not be looked at, before the first connection. Default null: what is missing goes unsaid.</param>
    /// <param name="cancellationToken">Ends the list.</param>
    /// <returns>The connections, by server, site, kind of item, project path, name and connection.</returns>
    /// <remarks>May take minutes: see <see cref="GrpcRefreshClientOptions.InventoryTimeout"/>.</remarks>
    public async IAsyncEnumerable<Connection> ListConnectionsAsync(
        ListConnectionsRequest request, ICollection<InventoryGap>? gaps = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var asked = request.Clone();
        do
        {
            var page = await _caller.SafelyAsync(
                call => Credentials.ListConnectionsAsync(asked, call), Patience.ForInventories(_options), cancellationToken).ConfigureAwait(false);
            foreach (var gap in page.Gaps)
            {
                gaps?.Add(gap);
            }

            foreach (var connection in page.Connections)
            {
                yield return connection;
            }

            asked.PageToken = page.NextPageToken;
        }
        while (asked.PageToken.Length > 0);
    }

    private Task<RotateConnectionCredentialsResponse> SendAsync(RotateConnectionCredentialsRequest sent, CancellationToken cancellationToken) =>
        _caller.SafelyAsync(call => Credentials.RotateConnectionCredentialsAsync(sent, call), Patience.ForInventories(_options), cancellationToken);
}
