namespace GrpcRefresh.Server.Outcomes;

/// <summary>A write that is not known to have succeeded.</summary>
/// <param name="InDoubt">Whether it may have, or may still run.</param>
internal sealed record OutcomeTry(DateTimeOffset Begin, bool InDoubt);
