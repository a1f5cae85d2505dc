namespace GrpcRefresh.Server.Jobs;

/// <summary>A checked and planned request for a rotation, on its way to be recorded.</summary>
/// <param name="Sites">The sites whose content it touches: the job is found by any of them.</param>
/// <param name="Fingerprint">The same for the same body: tells a repeated request from a reused id.</param>
internal sealed record RotationEnrolment(
    RotationTally Tally,
    IReadOnlyList<SiteKey> Sites,
    string? RequestId,
    string Fingerprint,
    IReadOnlyDictionary<string, string> Labels,
    string Caller,
    OnBehalf? OnBehalfOf)
{
    /// <summary>The tokens that it makes, whose names tell the job's id.</summary>
    public Func<string, IReadOnlyList<RotationTokenRecord>> TokensOf { get; init; } = _ => [];

    /// <summary>The span of the call; see <see cref="JobDrive.TraceParent"/>.</summary>
    public string? TraceParent { get; init; }
}
