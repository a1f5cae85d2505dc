using System.Runtime.CompilerServices;
using GrpcRefresh.Client.Calls;
using GrpcRefresh.Client.Rotations;
using GrpcRefresh.V1;

namespace GrpcRefresh.Client.Watching;

/// <summary>Follows a rotation and each of its steps through every interruption.</summary>
internal sealed class RotationWatching(JobWatching jobs, StepPages pages)
{
    public async IAsyncEnumerable<JobUpdate> FollowAsync(
        RotateConnectionCredentialsResponse started, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = new KnownSteps(started.Plan?.Steps ?? []);
        await foreach (var update in jobs.OneAsync(started.Job.JobId, "", cancellationToken).ConfigureAwait(false))
        {
            // What happened before a snapshot has no event, a job that ended before the watch began is told by its end alone, and a slow
            // reader is spared events.
            var told = update.Event is WatchEvent.Snapshot or WatchEvent.Terminal
                ? await pages.AllAsync(started.Job.JobId, cancellationToken).ConfigureAwait(false)
                : update.ChangedSteps;
            yield return update with { ChangedSteps = known.Take(told) };
        }
    }
}
