namespace GrpcRefresh.Server.Listening;

/// <summary>Whether callers can be told apart. The listeners have to know before anybody may reach them.</summary>
internal interface IKnownCallers
{
    /// <summary>Whether a key or an issuer is configured. Asked before anything has started, and makes no file.</summary>
    bool AreConfigured { get; }
}
