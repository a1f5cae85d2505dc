namespace GrpcRefresh.Server.Security;

/// <summary>The key ring does not open what was stored, or cannot be used. The message names the setting and the remedy.</summary>
internal sealed class SecretVaultException(string message, Exception? cause = null) : Exception(message, cause);
