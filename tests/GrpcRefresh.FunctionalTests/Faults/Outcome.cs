using Grpc.Core;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using GrpcRefresh.V1.Rpc;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>What becomes of a call or a job under a fault, in the words of the page.</summary>
internal sealed record Outcome(string Words)
{
    public static readonly Outcome Answers = new("answers");
    public static readonly Outcome Ends = new("ends");
    public static readonly Outcome Waits = new("waits");
    public static readonly Outcome Unknown = new("UNKNOWN_OUTCOME");
    public static readonly Outcome Stops = new("stops");
    public static readonly Outcome AsAsked = new("changed");
    public static readonly Outcome WaitsForChange = new("waits, changed");

    /// <summary>The fault cannot befall the route.</summary>
    public static readonly Outcome Impossible = new("–");

    /// <summary>What decides is the call, which is played as one.</summary>
    public static readonly Outcome AsCall = new("see Calls");

    public static IReadOnlyList<(Outcome Outcome, string Meaning)> Legend { get; } =
    [
        (Answers, "the call succeeds"),
        (Refused(ErrorReason.TableauUnreachable, 15), "the call is refused with that reason, here `TABLEAU_UNREACHABLE`, and a RetryInfo of " +
            "that many seconds; without a number there is no RetryInfo"),
        (Ends, "the job ends the way its run ended in Tableau, well or badly, while the fault is still there if it stays"),
        (Waits, "the job stays active as long as the fault stays, and then ends the way its run ended in Tableau"),
        (Unknown, "the job ends so, after `GrpcRefresh:Jobs:UnknownAfter`: Tableau answers, and nothing tells how the run ended"),
        (AsAsked, "every connection holds the new secret, and its step ends UPDATED and STORED"),
        (WaitsForChange, "nothing ends as long as Tableau asks to wait; then as changed"),
        (Failed("TABLEAU_UNREACHABLE", "untouched"), "after `GrpcRefresh:Rotation:Patience` the steps end FAILED with that reason, and the connections hold the old secret"),
        (Failed("TABLEAU_UNREACHABLE", "in doubt"), "the same, and the error says that the connection may hold the new secret or the old one"),
        (Failed("TABLEAU_UNREACHABLE", "not read back"), "the same, and the error says that Tableau took the update and could not be asked to tell it again"),
        (Stops, "the service stops in an orderly way, and the next start signs in anew"),
        (AsCall, "the call is refused, as under Calls, before a job is recorded"),
        (Impossible, "not possible: the answer has no body that could be spoilt"),
    ];

    public static Outcome Refused(ErrorReason reason, int? retryAfter = null) => Refused(FailureStatus.NameOf(reason), retryAfter);

    public static Outcome Of(RpcException refusal) => Refused(
        refusal.Info().Reason, (int?)refusal.Details().All<RetryInfo>().SingleOrDefault()?.RetryDelay.ToTimeSpan().TotalSeconds);

    /// <summary>A refusal without its prefix, which all of Tableau's have, and with the seconds of its RetryInfo.</summary>
    private static Outcome Refused(string reason, int? retryAfter) =>
        new(reason.Replace("TABLEAU_", "", StringComparison.Ordinal) + (retryAfter is { } seconds ? $" {seconds} s" : "")) { IsRefusal = true };

    /// <summary>How steps of a rotation failed.</summary>
    public static Outcome Failed(string reason, string known) => new($"FAILED {reason.Replace("TABLEAU_", "", StringComparison.Ordinal)}, {known}");

    public bool IsPlayed => this != Impossible && this != AsCall;

    public bool IsRefusal { get; private init; }

    public override string ToString() => Words;
}
