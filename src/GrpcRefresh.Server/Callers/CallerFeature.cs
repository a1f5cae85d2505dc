using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Callers;

/// <summary>On a request: who calls. Not there on what strangers may ask.</summary>
internal sealed record CallerFeature(Caller Caller);
