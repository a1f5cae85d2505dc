namespace GrpcRefresh.Server.Listening;

/// <summary>The configured certificate cannot serve. The message names the setting and the remedy.</summary>
internal sealed class CertificateUnusableException(string message, Exception? cause = null) : Exception(message, cause);
