using GrpcRefresh.Server.Jobs;

namespace GrpcRefresh.Server.Rotation;

/// <summary>Counts a rotation's steps.</summary>
internal static class Tally
{
    /// <summary>Of a running rotation.</summary>
    public static RotationTally Of(RotationCourse course, IReadOnlyCollection<RotationStepRecord> steps, string phase) => Of(course.Terms, steps, phase) with
    {
        Tokens = [.. course.Tokens.Select(token => new RotationTokenRecord(token.Order.User, token.Name, token.OldName ?? "", token.State, token.Detail) { ExpiresAt = token.ExpiresAt })],
    };

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
