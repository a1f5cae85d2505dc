namespace GrpcRefresh.Server.Tableau;

/// <summary>When a request may be sent again after it failed.</summary>
internal enum Repetition
{
    /// <summary>It changes nothing.</summary>
    Free,

    /// <summary>It changes something, and twice is once too often.</summary>
    OnlyIfNothingHappened,

    /// <summary>It sets the same values again, so that twice is as good as once.</summary>
    Harmless,
}
