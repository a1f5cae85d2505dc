namespace GrpcRefresh.Server.Jobs;

/// <summary>What became of a cancel, and the records that its commit changed.</summary>
internal sealed record Withdrawal(JobRecord Job, bool Detached, IReadOnlyList<JobRecord> Changed);
