using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>What becomes of a call or a job under a fault, in the words of the page.</summary>
internal sealed record Outcome(string Words)
{
    public static readonly Outcome Answers = new("answers");
    public static readonly Outcome Ends = new("ends");
    public static readonly Outcome Waits = new("waits");
    public static readonly Outcome Unknown = new("UNKNOWN_OUTCOME");
    public static readonly Outcome Stops = new("stops");

    /// <summary>The fault cannot befall the route.</summary>
    public static readonly Outcome Impossible = new("–");

    public static readonly IReadOnlyDictionary<Outcome, string> Legend = new Dictionary<Outcome, string>
    {
        [Answers] = "The call succeeds, within the retries of one call: at most four requests.",
        [Ends] = "The job ends the way its run ended in Tableau, whether well or badly, from exactly one run.",
        [Waits] = "The job stays active as long as the fault stays, and then ends the way its one run ended in Tableau.",
        [Unknown] = "The job ends UNKNOWN_OUTCOME, since Tableau answers and nothing tells how the run ended.",
        [Stops] = "The service stops in an orderly way.",
        [Impossible] = "Not possible: the answer has no body to spoil.",
    };

    public static Outcome Refused(ErrorReason reason, int? retryAfter = null) => Refused(FailureStatus.NameOf(reason), retryAfter);

    public static Outcome Refused(string reason, int? retryAfter) => new(retryAfter is { } seconds ? $"{reason}, {seconds} s" : reason);

    public override string ToString() => Words;
}
