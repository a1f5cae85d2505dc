namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>With what a user signed in during a span of time, as far as the login history tells by now.</summary>
/// <param name="New">Successful logins with the new token.</param>
/// <param name="Old">Successful logins with anything else.</param>
internal sealed record TokenSightings(int New, int Old)
{
    /// <summary>Successful logins with a token of which the history does not tell yet which it is: ask again later. None once <see cref="New"/> is told.</summary>
    public int Undecided { get; init; }

    /// <summary>
    /// The latest login that the history tells of this user or of the service's own: when it is later than the span, all of the span is told, as far as Snowflake loads
    /// its history in order. Null when it tells none.
    /// </summary>
    public DateTimeOffset? ToldUntil { get; init; }
}
