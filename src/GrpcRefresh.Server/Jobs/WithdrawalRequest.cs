using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Jobs;

/// <summary>Asks to withdraw a request that waits for a job.</summary>
/// <param name="RequestId">Which of the caller's requests; null for the only one.</param>
/// <param name="ForAll">Every request of every caller instead, which is an admin's right.</param>
internal sealed record WithdrawalRequest(string JobId, string? RequestId, bool ForAll, Caller Caller);
