namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>Somebody who signed in as a user whose token is to be changed, by the login history.</summary>
/// <param name="TokenName">Null without a token, for example by password; in brackets when the token has no name (any more).</param>
internal sealed record TokenUseRecord(string User, string? TokenName, string Client, string ClientAddress, int Logins, DateTimeOffset LastLogin);
