namespace GrpcRefresh.Server.Rotation.Run.Tokens;

/// <summary>What a rotation does with Snowflake's tokens before, after and instead of changing connections; nothing where its secrets were given.</summary>
internal sealed record TokenStages(TokenMaking Making, TokenJudgement Judgement, TokenRetirement Retirement, TokenSettling Settling);
