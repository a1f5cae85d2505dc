namespace GrpcRefresh.Server.Jobs;

/// <summary>A page of jobs, newest first; an empty token means that it is the last.</summary>
internal sealed record JobPage(IReadOnlyList<JobRecord> Jobs, string NextPageToken);
