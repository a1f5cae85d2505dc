using GrpcRefresh.Server.Jobs;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Refresh;

/// <summary>The job that serves a request, and how it came by it.</summary>
internal sealed record RefreshReceipt(JobRecord Job, Disposition Disposition);
