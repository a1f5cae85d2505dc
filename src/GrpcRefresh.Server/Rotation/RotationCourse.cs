namespace GrpcRefresh.Server.Rotation;

/// <summary>How a rotation is to go, and what was decided on the way; kept beside its job.</summary>
internal sealed record RotationCourse(RotationTerms Terms)
{
    /// <summary>Why nothing further is changed; null while all is well.</summary>
    public Failure? StopReason { get; init; }

    /// <summary>What was changed is being given its previous secret again.</summary>
    public bool RollingBack { get; init; }
}
