namespace GrpcRefresh.Server.Jobs;

/// <summary>A request that waits for a job, or did until it was withdrawn.</summary>
internal sealed record JobJoin(long JoinId, string? RequestId, string Caller, long? DetachMs)
{
    public bool IsAttached => DetachMs is null;
}
