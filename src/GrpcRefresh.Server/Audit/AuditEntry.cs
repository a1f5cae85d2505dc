namespace GrpcRefresh.Server.Audit;

/// <summary>Something to be written down, before it has its place in its chain.</summary>
/// <param name="Chain">The id of the job it concerns, or <see cref="Service"/>.</param>
/// <param name="Actor">Who called; for what the service does by itself, <see cref="Itself"/>.</param>
/// <param name="Detail">For people. Never a secret, and no words of which a secret could be a part.</param>
internal sealed record AuditEntry(
    string Chain, string Actor, OnBehalf? OnBehalfOf, AuditAction Action, AuditTarget Target, AuditOutcome Outcome, string Detail)
{
    /// <summary>The chain of what concerns no job. No job id looks like it.</summary>
    public const string Service = "service";

    public const string Itself = "grpcrefresh";
}
