using Microsoft.Extensions.Logging;

namespace GrpcRefresh.Tests.Rpc.Observation;

/// <summary>A log that keeps its lines with the scopes they were written in.</summary>
internal sealed class ScopeLog<T> : ILogger<T>
{
    private readonly List<string> _scopes;

    public ScopeLog()
        : this([], [])
    {
    }

    private ScopeLog(List<string> scopes, List<string> lines) => (_scopes, Lines) = (scopes, lines);

    public List<string> Lines { get; }

    /// <summary>The scopes that are open.</summary>
    public IReadOnlyList<string> Open => _scopes;

    /// <summary>Another category of the same log.</summary>
    public ScopeLog<TOther> Of<TOther>() => new(_scopes, Lines);

    public IDisposable BeginScope<TState>(TState state)
        where TState : notnull
    {
        _scopes.Add($"{state}");
        return new Scope(_scopes);
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Add($"[{string.Join(", ", _scopes)}] {formatter(state, exception)}");

    private sealed class Scope(List<string> scopes) : IDisposable
    {
        public void Dispose() => scopes.RemoveAt(scopes.Count - 1);
    }
}
