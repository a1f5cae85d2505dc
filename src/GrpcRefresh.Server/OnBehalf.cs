namespace GrpcRefresh.Server;

/// <summary>Who a caller says that it asks for; what was not told is empty. Shown and audited, never trusted.</summary>
internal sealed record OnBehalf(string User, string Role, string Task, string QueryId);
