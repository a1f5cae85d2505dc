namespace GrpcRefresh.Server.Security;

/// <summary>A configured secret cannot be had. The message names its key and the remedy, and never the secret.</summary>
internal sealed class SecretUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
