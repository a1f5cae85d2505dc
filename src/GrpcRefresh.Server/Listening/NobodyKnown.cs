namespace GrpcRefresh.Server.Listening;

/// <summary>Where callers are no matter: whoever can reach the service may use it.</summary>
internal sealed class NobodyKnown : IKnownCallers
{
    public bool AreConfigured => false;
}
