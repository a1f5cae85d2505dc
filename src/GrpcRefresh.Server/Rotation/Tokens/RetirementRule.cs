using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>Whether an old token may go, judged by a plan before the run and by what was proved after it.</summary>
internal static class RetirementRule
{
    /// <summary>Why it stays, to stand behind "The old token stays:"; null when it may be removed.</summary>
    /// <param name="steps">Those of this credential that were meant to be changed.</param>
    /// <param name="gaps">How many sites or items could not be looked at.</param>
    /// <param name="isProved">Whether a step is, or can be, proved to use the new token.</param>
    public static string? WhyItStays(
        TokenOrder order,
        string? old,
        bool historyIsReadable,
        IReadOnlyList<RotationStepRecord> steps,
        Func<RotationStepRecord, bool> isProved,
        IReadOnlyList<ConnectionRecord> holdouts,
        int gaps)
    {
        var unproved = steps.Where(step => !isProved(step)).Select(step => step.Connection).ToList();
        return order.KeepsOld ? "keep_old_token asks for it."
            : old is null ? "there is none, or nobody can tell which it is. Whatever the connections held before still works as far as Snowflake lets it."
            : !historyIsReadable ? "Snowflake's login history could not be read, so nothing shows who still uses it."
            : unproved.Count > 0 ? $"{unproved.Count} of {steps.Count} connections are not proved to use the new one ({Holdouts.Name(unproved)}). VERIFICATION_REFRESH_ALL proves what has an extract."
            : holdouts.Count > 0 ? $"{holdouts.Count} other connections sign in as {order.User} and are not changed by this rotation ({Name(holdouts, steps)}).{Nameless(holdouts)}"
            : gaps > 0 ? $"{gaps} sites or items could not be looked at, whose connections may hold it."
            : null;
    }

    /// <summary>Whoever may look at the job may look at its sites: what lies elsewhere is counted, and not named.</summary>
    private static string Name(IReadOnlyList<ConnectionRecord> holdouts, IReadOnlyList<RotationStepRecord> steps)
    {
        var sites = steps.Select(step => step.Connection.Site).ToHashSet();
        var (here, elsewhere) = (holdouts.Where(one => sites.Contains(one.Site)).ToList(), holdouts.Count(one => !sites.Contains(one.Site)));
        return elsewhere == 0 ? Holdouts.Name(here) : here.Count == 0 ? "on other sites" : $"{Holdouts.Name(here)}; {elsewhere} on other sites";
    }

    private static string Nameless(IReadOnlyList<ConnectionRecord> holdouts) =>
        holdouts.Count(connection => connection.UserName.Length == 0) is > 0 and var count ? $" Of {count} of them Tableau does not tell the user name." : "";

    public static bool IsProved(RotationStepRecord step) => step is { State: RotationStepState.Verified, Proof: ProofLevel.UsesNew };
}
