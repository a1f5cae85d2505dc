using GrpcRefresh.Simulation.World;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using GrpcRefresh.V1.Rpc;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>How some steps of a rotation ended, what they say, and what their connections really hold.</summary>
/// <param name="Who">The canary, or how many others.</param>
/// <param name="State">Of a failed step with its reason.</param>
/// <param name="Says">What else its words tell; empty for nothing.</param>
/// <param name="Holds">The new secret, the old one, or nothing because the connection is gone.</param>
internal sealed record StepsEnd(string Who, string State, string Says, ProofLevel Proof, string Holds)
{
    public const string Canary = "the canary";

    private static readonly (string Words, string Says)[] Sayings =
    [
        ("may hold the new secret or the old one", "in doubt"),
        ("could not be given its previous secret again", "not put back"),
        ("temporarily locked", "the user is locked"),
        ("Tableau no longer knows the connection", "gone"),
        ("Not touched: the rotation had stopped", "not touched"),
    ];

    /// <summary>Steps that ended alike are told together, in the order of the plan.</summary>
    public static IReadOnlyList<StepsEnd> Of(IEnumerable<RotationStep> steps, Func<RotationStep, ItemConnection?> find, string secret) =>
    [
        .. steps.Select(step => (step.Canary, End: Of(step, find(step), secret)))
            .GroupBy(step => step)
            .Select(alike => alike.Key.End with { Who = alike.Key.Canary ? Canary : $"{alike.Count()}" }),
    ];

    private static StepsEnd Of(RotationStep step, ItemConnection? connection, string secret)
    {
        var words = $"{step.Error?.Message} {step.Detail}";
        return new StepsEnd(
            "",
            $"{step.State.ToString().ToUpperInvariant()} {step.Error?.All<ErrorInfo>().Single().Reason}".TrimEnd(),
            string.Join(", ", Sayings.Where(saying => words.Contains(saying.Words, StringComparison.Ordinal)).Select(saying => saying.Says)),
            step.Proof,
            connection is null ? "–" : connection.Holds(secret) ? "new" : "old");
    }
}
