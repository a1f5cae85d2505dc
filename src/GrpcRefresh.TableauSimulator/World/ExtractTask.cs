namespace GrpcRefresh.Simulation.World;

/// <summary>A scheduled extract refresh; the schedule never fires by itself here.</summary>
public sealed record ExtractTask(string Luid, string SiteLuid, string ItemLuid, bool Incremental)
{
    private const int FailuresTolerated = 4;

    /// <summary>How many of its scheduled refreshes have failed in a row.</summary>
    public int ConsecutiveFailures { get; init; }

    /// <summary>Whether Tableau has suspended it, after five failures in a row; a later success does not change that.</summary>
    public bool IsSuspended { get; init; }

    internal ExtractTask Failed() => this with
    {
        ConsecutiveFailures = ConsecutiveFailures + 1,
        IsSuspended = IsSuspended || ConsecutiveFailures >= FailuresTolerated,
    };

    internal ExtractTask Succeeded() => this with { ConsecutiveFailures = 0 };
}
