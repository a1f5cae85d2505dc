namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>With what a user signed in during a span of time, as far as the login history tells by now.</summary>
/// <param name="New">Successful logins with the new token.</param>
/// <param name="Old">Successful logins with anything else.</param>
internal sealed record TokenSightings(int New, int Old);
