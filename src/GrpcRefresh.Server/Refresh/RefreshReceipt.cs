using GrpcRefresh.Server.Jobs;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Refresh;

/// <summary>The job that serves a request, and how it came by it.</summary>
internal sealed record RefreshReceipt(JobRecord Job, Disposition Disposition);

/// <summary>The job after a cancel, and whether it goes on for others.</summary>
internal sealed record CancelReceipt(JobRecord Job, bool Detached);
