using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation;

/// <summary>How the operator wants a rotation to go. Every value is settled: nothing is unspecified.</summary>
internal sealed record RotationTerms(
    OldSecret OldSecret, Verification Verification, OnFailure OnFailure, int CanaryCount, int MaxFailures, int MaxParallel)
{
    /// <summary>Old and new secret do not overlap, as far as is known: a refresh in between would fail.</summary>
    public bool HoldsRefreshes => OldSecret != OldSecret.Valid;

    public bool ReadsBack => Verification != Verification.None;

    public bool RefreshesCanaries => Verification is Verification.RefreshCanary or Verification.RefreshAll;

    /// <summary>What a refresh that succeeds after the change proves.</summary>
    /// <param name="newIsTold">The refresh tells which secret it used: the user name changed, or Snowflake's login history shows the token.</param>
    public ProofLevel ProofOfRefresh(bool newIsTold) =>
        OldSecret == OldSecret.Dead || newIsTold ? ProofLevel.UsesNew : ProofLevel.Works;
}
