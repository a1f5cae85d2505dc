namespace GrpcRefresh.Server.Audit;

/// <summary>What a look at the audit found.</summary>
/// <param name="Breaks">Where something is not as it was written, a sentence each; at most one for a chain.</param>
internal sealed record AuditReport(long Rows, long Chains, IReadOnlyList<string> Breaks)
{
    public bool Holds => Breaks.Count == 0;
}
