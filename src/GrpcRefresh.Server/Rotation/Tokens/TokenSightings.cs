namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>With what a user signed in during a span of time, as far as the login history tells by now: each login, so that one reading answers for many refreshes.</summary>
internal sealed record TokenSightings(IReadOnlyList<TokenSighting> Logins)
{
    public int New => Count(SightedBy.New, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    public int Old => Count(SightedBy.Old, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    public int Undecided => Count(SightedBy.Undecided, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    /// <summary>
    /// The latest login that the history tells of this user or of the service's own: when it is later than a span, all of the span is told, as far as Snowflake loads
    /// its history in order. Null when it tells none.
    /// </summary>
    public DateTimeOffset? ToldUntil { get; init; }

    public int Count(SightedBy by, DateTimeOffset since, DateTimeOffset until) =>
        Logins.Where(login => login.By == by && login.At >= since && login.At < until).Sum(login => login.Logins);
}
