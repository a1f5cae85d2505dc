using System.Runtime.CompilerServices;
using GrpcRefresh.V1;

namespace GrpcRefresh.Client;

/// <content>Jobs.</content>
public sealed partial class GrpcRefreshClient
{
    /// <summary>
    /// Follows one job to its end. A connection that breaks and a service that restarts do not end it: it comes back with the last resume
    /// token, and without one when the service no longer knows it, for as long as <see cref="GrpcRefreshClientOptions.ReconnectTimeLimit"/> allows.
    /// </summary>
    /// <param name="jobId">The job.</param>
    /// <param name="resumeToken">Goes on after the update that carried it. Default: begins with where the job stands.</param>
    /// <param name="cancellationToken">Ends the watch, not the job.</param>
    /// <returns>
    /// The job's changes in order, no revision twice, and no change of state left out, unless the service no longer had the events after
    /// the token. The last has the event TERMINAL. Nothing when the token is that of the end.
    /// </returns>
    public IAsyncEnumerable<JobUpdate> WatchAsync(string jobId, string resumeToken = "", CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(jobId);
        ArgumentNullException.ThrowIfNull(resumeToken);
        return _watching.OneAsync(jobId, resumeToken, cancellationToken);
    }

    /// <summary>
    /// Follows the jobs that match a filter until it is cancelled. Gives their state, not their history: a slow reader is told the latest
    /// only. Comes back like <see cref="WatchAsync"/>, and then says RESET before fresh snapshots.
    /// </summary>
    /// <param name="filter">Which jobs. Default all.</param>
    /// <param name="resumeToken">Goes on after the update that carried it. Default: begins with the jobs that are active.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>The updates. They only end when they are cancelled, or in an error.</returns>
    public IAsyncEnumerable<JobsUpdate> WatchManyAsync(
        JobFilter? filter = null, string resumeToken = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resumeToken);
        return _watching.ManyAsync(filter?.Clone() ?? new JobFilter(), resumeToken, cancellationToken);
    }

    /// <summary>Waits until a job has ended, however it ends. Comes back like <see cref="WatchAsync"/>.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="progress">Is told of where the job stands first, and of each change.</param>
    /// <param name="cancellationToken">Ends the waiting, not the job.</param>
    /// <returns>The job as it ended: look at its state.</returns>
    public async Task<Job> WaitAsync(string jobId, IProgress<Job>? progress = null, CancellationToken cancellationToken = default)
    {
        Job? last = null;
        await foreach (var update in WatchAsync(jobId, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            last = update.Job;
            progress?.Report(last);
        }

        // The service ended the stream, so the job has ended.
        return last?.HasEnded() == true ? last : await GetAsync(jobId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads one job.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The job as it stands.</returns>
    public async Task<Job> GetAsync(string jobId, CancellationToken cancellationToken = default) =>
        (await _caller.SafelyAsync(call => Jobs.GetJobAsync(new GetJobRequest { JobId = jobId }, call), cancellationToken).ConfigureAwait(false)).Job;

    /// <summary>Lists jobs, newest first, page after page as they are read.</summary>
    /// <param name="filter">Which jobs. Default all that are kept.</param>
    /// <param name="pageSize">How many to ask for at once. Default 0, which leaves it to the service; at most 1,000.</param>
    /// <param name="cancellationToken">Ends the list.</param>
    /// <returns>The jobs.</returns>
    public async IAsyncEnumerable<Job> ListAsync(
        JobFilter? filter = null, int pageSize = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = new ListJobsRequest { Filter = filter?.Clone() ?? new JobFilter(), PageSize = pageSize };
        do
        {
            var page = await _caller.SafelyAsync(call => Jobs.ListJobsAsync(asked, call), cancellationToken).ConfigureAwait(false);
            foreach (var job in page.Jobs)
            {
                yield return job;
            }

            asked.PageToken = page.NextPageToken;
        }
        while (asked.PageToken.Length > 0);
    }

    /// <summary>
    /// Withdraws a request of this caller. While others wait for the same job it goes on for them; the last one to go cancels it, which Tableau may take
    /// a while to do, or be too late for.
    /// </summary>
    /// <param name="jobId">The job.</param>
    /// <param name="requestId">
    /// The request id that the refresh was asked for with. Needed when several requests of this caller wait for the job. Only a cancel with it is
    /// repeated when its answer is lost.
    /// </param>
    /// <param name="cancellationToken">Ends the call. The cancel may have been recorded all the same.</param>
    /// <returns>The job, and whether it goes on for others.</returns>
    public Task<CancelJobResponse> CancelAsync(string jobId, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new CancelJobRequest { JobId = jobId, RequestId = requestId ?? "" };
        return request.RequestId.Length > 0
            ? _caller.SafelyAsync(call => Jobs.CancelJobAsync(request, call), cancellationToken)
            : _caller.OnceAsync(call => Jobs.CancelJobAsync(request, call), cancellationToken);
    }

    /// <summary>Cancels a job although others wait for it, by withdrawing every request. Needs the role admin. Safe to repeat.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="cancellationToken">Ends the call. The cancel may have been recorded all the same.</param>
    /// <returns>The job; it may still be CANCELLING.</returns>
    public Task<CancelJobResponse> CancelForAllAsync(string jobId, CancellationToken cancellationToken = default) =>
        _caller.SafelyAsync(call => Jobs.CancelJobAsync(new CancelJobRequest { JobId = jobId, ForAll = true }, call), cancellationToken);
}
