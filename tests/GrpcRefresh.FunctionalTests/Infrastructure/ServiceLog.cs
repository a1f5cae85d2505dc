using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GrpcRefresh.FunctionalTests.Infrastructure;

/// <summary>Keeps what the service logs, from a level on.</summary>
internal class ServiceLog(LogLevel least) : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _entries = [];

    public IReadOnlyCollection<string> Entries => _entries;

    public ILogger CreateLogger(string categoryName) => this;

    public virtual IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Keep($"{formatter(state, exception)} {exception}");
        }
    }

    public void Dispose()
    {
    }

    protected void Keep(string entry) => _entries.Enqueue(entry);
}
