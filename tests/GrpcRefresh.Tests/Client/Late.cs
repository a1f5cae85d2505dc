namespace GrpcRefresh.Tests.Client;

/// <summary>An answer before which something else happens: time passes, for example.</summary>
internal sealed record Late(object Answer, Action Before);
