namespace Grpc.Core;

/// <summary>How a runtime learns what channel credentials are.</summary>
public abstract class ChannelCredentialsConfiguratorBase
{
    /// <summary>The channel is not secured.</summary>
    public abstract void SetInsecureCredentials(object? state);

    /// <summary>The channel uses TLS.</summary>
    public abstract void SetSslCredentials(
        object? state,
        string? rootCertificates,
        KeyCertificatePair? keyCertificatePair,
        VerifyPeerCallback? verifyPeerCallback);

    /// <summary>The channel adds call credentials to every call.</summary>
    public abstract void SetCompositeCredentials(object? state, ChannelCredentials channelCredentials, CallCredentials callCredentials);
}
