using GrpcRefresh.Server.Jobs;

namespace GrpcRefresh.Server.Rotation;

/// <summary>Counts a rotation's steps.</summary>
internal static class Tally
{
    public static RotationTally Of(RotationTerms terms, IReadOnlyCollection<RotationStepRecord> steps, string phase) => new()
    {
        OldSecret = terms.OldSecret,
        Verification = terms.Verification,
        OnFailure = terms.OnFailure,
        Phase = phase,
        States = steps.CountBy(step => step.State).ToDictionary(),
        Proofs = steps.CountBy(step => step.Proof).ToDictionary(),
    };
}
