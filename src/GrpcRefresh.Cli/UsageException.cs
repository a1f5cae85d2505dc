namespace GrpcRefresh.Cli;

/// <summary>The caller's mistake, found after the command line was read. The message says what to change.</summary>
internal sealed class UsageException(string message) : Exception(message);
