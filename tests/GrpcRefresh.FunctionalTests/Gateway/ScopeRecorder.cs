using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GrpcRefresh.FunctionalTests.Gateway;

/// <summary>Keeps what the service says its log is about.</summary>
internal sealed class ScopeRecorder : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _scopes = [];

    public IReadOnlyCollection<string> Entries => _scopes;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        _scopes.Enqueue($"{state}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => false;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
    }

    public void Dispose()
    {
    }
}
