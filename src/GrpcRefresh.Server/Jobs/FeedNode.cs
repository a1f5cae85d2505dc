using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs;

/// <summary>One change in the chain of a job's changes. A listener holds the node it has seen.</summary>
/// <remarks>The chain is as long as the slowest listener is behind, and a job has few changes: that is its bound.</remarks>
internal sealed class FeedNode(JobRecord? job)
{
    private static readonly JobEvent Nothing = new(WatchEvent.Unspecified, null, "");

    private volatile FeedNode? _next;

    public JobRecord? Job { get; } = job;

    /// <summary>The change as watchers are told of it, made once for all of them.</summary>
    public JobEvent Event { get; } = job is null ? Nothing : JobEvent.ChangeOf(job);

    public FeedNode? Next => _next;

    public FeedNode Append(JobRecord next) => _next = new FeedNode(next);
}
