using GrpcRefresh.Server.Audit;

namespace GrpcRefresh.Server.Jobs;

/// <summary>What came of asking Tableau to start a refresh, where the job's states alone do not tell it.</summary>
internal sealed record AuditNote(AuditOutcome Outcome, string Detail);
