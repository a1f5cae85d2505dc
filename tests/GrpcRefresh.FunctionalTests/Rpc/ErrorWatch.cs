using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GrpcRefresh.FunctionalTests.Rpc;

/// <summary>Keeps the errors of a service's log; those that a test did not announce fail it.</summary>
internal sealed class ErrorWatch : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _errors = new();

    public ILogger CreateLogger(string categoryName) => new Watcher(categoryName, _errors);

    /// <summary>Takes the one error that the test was about.</summary>
    public string TakeOne()
    {
        Assert.True(_errors.TryDequeue(out var error), "The log has no error.");
        return error;
    }

    public void AssertNone() => Assert.True(_errors.IsEmpty, string.Join(Environment.NewLine, _errors));

    public void Dispose()
    {
    }

    private sealed class Watcher(string category, ConcurrentQueue<string> errors) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                errors.Enqueue($"{category}: {formatter(state, exception)} {exception}");
            }
        }
    }
}
