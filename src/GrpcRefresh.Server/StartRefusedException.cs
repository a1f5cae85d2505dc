namespace GrpcRefresh.Server;

/// <summary>The service must not start as things are. The message names the setting and the remedy.</summary>
internal sealed class StartRefusedException(string message, Exception? cause = null) : Exception(message, cause);
