namespace GrpcRefresh.Simulation.Faults;

/// <summary>A fault and the requests it befalls.</summary>
public sealed class Fault
{
    private readonly Lock _gate = new();
    private readonly List<(int Times, TaskCompletionSource Source)> _awaited = [];
    private Random? _dice;
    private int _hits;

    /// <summary>The HTTP method; null for any.</summary>
    public string? Method { get; init; }

    /// <summary>
    /// A glob for the path after <c>/api/{version}</c>: <c>*</c> within a segment, <c>**</c> across, <c>?</c> one character. Without a
    /// leading slash it may begin at any segment. Null, or <c>*</c> alone, is any path.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>
    /// The LUID of a connection: then it strikes only updates that name this one, and what it spoils of a bulk update is this one alone.
    /// Null for any request.
    /// </summary>
    public string? Connection { get; init; }

    /// <summary>What goes wrong.</summary>
    public FaultKind Kind { get; init; }

    /// <summary>The status of <see cref="FaultKind.Status"/>, <see cref="FaultKind.Html"/> and <see cref="FaultKind.Sso"/>.</summary>
    public int? Status { get; init; }

    /// <summary>Tableau's error code, such as <c>429000</c>; null for an empty body.</summary>
    public string? Code { get; init; }

    /// <summary>The detail in the envelope; by default Tableau's for the code where it is known.</summary>
    public string? Detail { get; init; }

    /// <summary>How long the request waits before anything else.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Seconds for a <c>Retry-After</c> header; null for none.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>How often it strikes; null for always.</summary>
    public int? Times { get; init; }

    /// <summary>The chance that it strikes a request it matches: 1 by default.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>The seed of the dice, so that a demo repeats.</summary>
    public int Seed { get; init; }

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

    /// <param name="updated">The connections that the request is to update; most requests update none.</param>
    internal bool Strikes(string method, string path, IReadOnlyCollection<string> updated)
    {
        if (!Matches(method, path) || !MayStrike(updated))
        {
            return false;
        }

        lock (_gate)
        {
            if (_hits >= Times || (Probability < 1 && (_dice ??= new Random(Seed)).NextDouble() >= Probability))
            {
                return false;
            }

            _hits++;
            TellOfHits();
            return true;
        }
    }

    /// <summary>Whether a request that it strikes suffers it for this connection too.</summary>
    internal bool Concerns(string connection) => Connection is null || Connection.Equals(connection, StringComparison.OrdinalIgnoreCase);

    private bool MayStrike(IReadOnlyCollection<string> updated) =>
        Kind is FaultKind.KeepOldSecret or FaultKind.IgnoreUpdate or FaultKind.ConnectionProblem || Connection is not null
            ? updated.Any(Concerns)
            : true;

    private void TellOfHits()
    {
        foreach (var (_, source) in _awaited.Where(awaited => awaited.Times <= _hits))
        {
            source.TrySetResult();
        }
    }

    private bool Matches(string method, string path) =>
        (Method is null or "*" || Method.Equals(method, StringComparison.OrdinalIgnoreCase)) && Glob.Matches(Path, path);
}
