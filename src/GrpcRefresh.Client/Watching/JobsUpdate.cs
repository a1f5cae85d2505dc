using GrpcRefresh.V1;

namespace GrpcRefresh.Client;

/// <summary>News of the jobs that match a filter.</summary>
/// <param name="Event">
/// RESET when the watch was taken up again: forget what you know, fresh snapshots follow. Otherwise SNAPSHOT, UPDATE or TERMINAL.
/// </param>
/// <param name="Job">The job as it is now. Null with RESET only.</param>
/// <param name="ResumeToken">Goes on later without missing a job that ended meanwhile. Opaque.</param>
public sealed record JobsUpdate(WatchEvent Event, Job? Job, string ResumeToken);
