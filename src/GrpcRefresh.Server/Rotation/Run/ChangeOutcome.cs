namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>What became of one connection's change.</summary>
internal abstract record ChangeOutcome
{
    private ChangeOutcome()
    {
    }

    /// <summary>Tableau took it; told again it says the intended values, if it was asked.</summary>
    public sealed record Taken(bool ReadBack) : ChangeOutcome;

    /// <summary>Tableau no longer knows the connection.</summary>
    /// <param name="Touched">It may have taken the change before: what Tableau does not tell it may know all the same, or tell again.</param>
    public sealed record Gone(string Detail, bool Touched) : ChangeOutcome;

    /// <summary>It failed.</summary>
    /// <param name="Touched">Tableau may hold the change nevertheless.</param>
    public sealed record Failed(Failure Failure, bool Touched) : ChangeOutcome;
}
