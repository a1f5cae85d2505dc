using Microsoft.Extensions.Logging;

namespace GrpcRefresh.FunctionalTests.Infrastructure;

/// <summary>Keeps what the service logs as its own fault.</summary>
internal sealed class ErrorLog() : ServiceLog(LogLevel.Error);
