namespace GrpcRefresh.Server.Jobs;

/// <summary>Who a caller says that it asks for. Shown and audited, never trusted.</summary>
internal sealed record OnBehalf(string User, string Role, string Task, string QueryId);
