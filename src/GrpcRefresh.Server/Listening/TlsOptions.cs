namespace GrpcRefresh.Server.Listening;

/// <summary>
/// The certificate of every listener whose address is https: section <c>GrpcRefresh:Tls</c>. Its files are looked at again while the service
/// runs: a replaced certificate is used for new connections, and those that are open go on.
/// </summary>
internal sealed class TlsOptions
{
    public const string Section = "GrpcRefresh:Tls";

    /// <summary>A PEM file with the certificate first and then those that lead to its authority, or a PFX file with all of them and the key.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>The PEM file of the certificate's key, if that is not in the certificate's own file.</summary>
    public string? KeyFile { get; set; }

    /// <summary>A file with the password of an encrypted key or PFX file.</summary>
    public string? PasswordFile { get; set; }

    internal bool IsOn => !string.IsNullOrEmpty(CertificateFile);
}
