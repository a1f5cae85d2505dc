namespace Grpc.Core;

/// <summary>Channel credentials for TLS.</summary>
public sealed class SslCredentials : ChannelCredentials
{
    /// <summary>TLS with the default roots and no client certificate.</summary>
    public SslCredentials()
        : this(null, null, null)
    {
    }

    /// <summary>TLS with these PEM roots.</summary>
    public SslCredentials(string? rootCertificates)
        : this(rootCertificates, null, null)
    {
    }

    /// <summary>TLS with these PEM roots and a client certificate.</summary>
    public SslCredentials(string? rootCertificates, KeyCertificatePair? keyCertificatePair)
        : this(rootCertificates, keyCertificatePair, null)
    {
    }

    /// <summary>TLS with these PEM roots, a client certificate and a further check of the server.</summary>
    public SslCredentials(string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback)
    {
        RootCertificates = rootCertificates;
        KeyCertificatePair = keyCertificatePair;
        VerifyPeerCallback = verifyPeerCallback;
    }

    /// <summary>The PEM roots; null for the default ones.</summary>
    public string? RootCertificates { get; }

    /// <summary>The client's certificate, if any.</summary>
    public KeyCertificatePair? KeyCertificatePair { get; }

    internal VerifyPeerCallback? VerifyPeerCallback { get; }

    internal override bool IsComposable => true;

    /// <inheritdoc/>
    public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object? state) =>
        configurator.SetSslCredentials(state, RootCertificates, KeyCertificatePair, VerifyPeerCallback);
}
