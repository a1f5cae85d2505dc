using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs;

/// <summary>What became of a request, and the records that its commit changed.</summary>
internal sealed record Enrolment(JobRecord Job, Disposition Disposition, IReadOnlyList<JobRecord> Changed);
