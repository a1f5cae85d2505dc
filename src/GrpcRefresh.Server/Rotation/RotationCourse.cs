using GrpcRefresh.Server.Rotation.Tokens;

namespace GrpcRefresh.Server.Rotation;

/// <summary>How a rotation is to go, and what was decided on the way; kept beside its job.</summary>
internal sealed record RotationCourse(RotationTerms Terms)
{
    /// <summary>Why nothing further is changed; null while all is well.</summary>
    public Failure? StopReason { get; init; }

    /// <summary>What was changed is being given its previous secret again.</summary>
    public bool RollingBack { get; init; }

    /// <summary>The Snowflake tokens that it makes; none for a rotation that is given its secrets.</summary>
    public IReadOnlyList<TokenCourse> Tokens { get => field ?? []; init; } = [];

    /// <summary>The token of one credential; null when its secret was given.</summary>
    public TokenCourse? Token(string credentialKey) => Tokens.FirstOrDefault(token => token.CredentialKey == credentialKey);

    public RotationCourse With(TokenCourse changed) =>
        this with { Tokens = [.. Tokens.Select(token => token.CredentialKey == changed.CredentialKey ? changed : token)] };
}
