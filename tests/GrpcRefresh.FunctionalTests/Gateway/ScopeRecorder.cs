using GrpcRefresh.FunctionalTests.Infrastructure;
using Microsoft.Extensions.Logging;

namespace GrpcRefresh.FunctionalTests.Gateway;

/// <summary>Keeps what the service says its log is about.</summary>
internal sealed class ScopeRecorder() : ServiceLog(LogLevel.None)
{
    public override IDisposable? BeginScope<TState>(TState state)
    {
        Keep($"{state}");
        return null;
    }
}
