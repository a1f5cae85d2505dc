using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Callers;

/// <summary>What a credential was found to be.</summary>
/// <param name="Caller">Whose it is; null when it is not good.</param>
/// <param name="Problem">Why it is not good. For the log: whoever calls is told no more than that it is not.</param>
internal sealed record CredentialFinding(Caller? Caller, string Problem)
{
    /// <summary>Until when the finding may be remembered; null for one that has to be looked at anew after the usual time.</summary>
    public TimeSpan? KeepFor { get; init; }

    /// <summary>A stranger's text as it may stand in the log.</summary>
    public static string Printable(string text) => new([.. text.Take(200).Select(c => char.IsControl(c) ? ' ' : c)]);

    public static CredentialFinding Refused(string problem) => new(null, problem);
}
