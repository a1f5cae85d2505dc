using GrpcRefresh.Simulation.Faults;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>A kind of fault: a column of the matrix.</summary>
internal sealed record Trouble(string Name, string Meaning, FaultKind Kind, int? Status = null, string? Code = null)
{
    /// <summary>How often it strikes when it passes.</summary>
    public int Strikes { get; init; } = 2;

    /// <summary>After how many strikes one that stays has shown what it does to a job.</summary>
    public int Enough { get; init; } = 6;

    /// <summary>The seconds of its Retry-After header.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>How long it keeps a request waiting.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How long Tableau thereby asks us to wait.</summary>
    public TimeSpan Told { get; init; }

    public Fault On(MatrixRow row, bool stays) => new()
    {
        Method = row.Method,
        Path = row.Path,
        Kind = Kind,
        Status = Status,
        Code = Code,
        RetryAfter = RetryAfter,
        Delay = Delay,
        Times = stays ? null : Strikes,
    };
}
