namespace GrpcRefresh.Server.Audit;

/// <summary>The last row of a chain that a purge has deleted: what the rest of the chain hangs on.</summary>
internal sealed record AuditAnchor(string Chain, long Number, string Hash);
