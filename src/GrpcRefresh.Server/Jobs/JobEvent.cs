using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs;

/// <summary>One event of a watch.</summary>
internal sealed record JobEvent(WatchEvent Event, JobRecord? Job, string ResumeToken);
