namespace GrpcRefresh.SnowflakeSimulation.Faults;

/// <summary>A fault and the requests it befalls.</summary>
public sealed class Fault
{
    private readonly Lock _gate = new();
    private readonly List<(int Times, TaskCompletionSource Source)> _awaited = [];
    private int _hits;

    /// <summary>The HTTP method; null for any.</summary>
    public string? Method { get; init; }

    /// <summary>A glob for the path, as in <c>/api/v2/statements/*/cancel</c>; null is any path.</summary>
    public string? Path { get; init; }

    /// <summary>Words that the body must hold, in any case: the beginning of a statement, for example. Null for any request.</summary>
    public string? Statement { get; init; }

    /// <summary>What goes wrong.</summary>
    public FaultKind Kind { get; init; }

    /// <summary>The status of <see cref="FaultKind.Status"/> and <see cref="FaultKind.Html"/>.</summary>
    public int? Status { get; init; }

    /// <summary>Snowflake's error code, such as <c>390505</c>; null for an empty body.</summary>
    public string? Code { get; init; }

    /// <summary>The SQL state beside the code.</summary>
    public string? SqlState { get; init; }

    /// <summary>The message beside the code.</summary>
    public string? Message { get; init; }

    /// <summary>How long the request waits before anything else.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Seconds for a <c>Retry-After</c> header; null for none.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>How often it strikes; null for always.</summary>
    public int? Times { get; init; }

    /// <summary>How often it has struck.</summary>
    public int Hits
    {
        get
        {
            lock (_gate)
            {
                return _hits;
            }
        }
    }

    /// <summary>Ends once it has struck that often: what a test waits for.</summary>
    public Task StruckAsync(int times)
    {
        lock (_gate)
        {
            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((times, source));
            TellOfHits();
            return source.Task;
        }
    }

    internal bool Strikes(string method, string path, string body)
    {
        lock (_gate)
        {
            if (_hits >= Times || !Matches(method, path, body))
            {
                return false;
            }

            _hits++;
            TellOfHits();
            return true;
        }
    }

    private bool Matches(string method, string path, string body) =>
        (Method is null or "*" || Method.Equals(method, StringComparison.OrdinalIgnoreCase)) && Glob.Matches(Path, path)
        && (Statement is null || body.Contains(Statement, StringComparison.OrdinalIgnoreCase));

    private void TellOfHits()
    {
        foreach (var (_, source) in _awaited.Where(awaited => awaited.Times <= _hits))
        {
            source.TrySetResult();
        }
    }
}
