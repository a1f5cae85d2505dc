namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>An order, and what Snowflake tells before it is carried out.</summary>
internal sealed record SurveyedToken(TokenOrder Order, TokenSurvey Survey);
