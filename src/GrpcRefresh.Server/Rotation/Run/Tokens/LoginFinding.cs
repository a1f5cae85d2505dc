using GrpcRefresh.Server.Rotation.Tokens;

namespace GrpcRefresh.Server.Rotation.Run.Tokens;

/// <summary>A verdict on one refresh, in words too.</summary>
/// <param name="Trouble">Why the history could not be asked; empty when it could.</param>
internal sealed record LoginFinding(LoginVerdict Verdict, string Trouble = "")
{
    /// <summary>Why a connection is not proved to use the new token.</summary>
    public string Explain(TokenCourse token) => Verdict switch
    {
        LoginVerdict.Both =>
            $"While it was refreshed {token.Order.User} signed in with the new token {token.Name} and with something else: either may have been this connection.",
        LoginVerdict.Unreadable => $"Which token its refresh used is not known: {Trouble}",
        _ => $"Its refresh succeeded, but Snowflake's login history does not show that {token.Order.User} signed in with the new token {token.Name} meanwhile: "
            + "the new secret was not seen in use, and Tableau may have kept the old one.",
    };
}
