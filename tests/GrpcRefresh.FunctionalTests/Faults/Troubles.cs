using GrpcRefresh.Simulation.Faults;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>The columns of the matrix.</summary>
internal static class Troubles
{
    /// <summary>The time-out of a request in the matrix; short enough for a second try within the retries' budget.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    private const string TooMany = "429000";

    public static readonly Trouble Internal = new("500", "Tableau's own internal error, 500000", FaultKind.Status, 500, "500000");
    public static readonly Trouble Page = new("HTML 503", "a proxy's web page", FaultKind.Html);
    public static readonly Trouble Empty = new("empty 504", "a proxy's time-out, without a body", FaultKind.Status, 504);
    public static readonly Trouble Reset = new("reset", "the connection is reset before anything happens", FaultKind.Reset);

    public static readonly Trouble Header = new("429, 5 s", "429000 with `Retry-After: 5`", FaultKind.Status, 429, TooMany)
    {
        RetryAfter = 5,
        Enough = 3,
        Told = TimeSpan.FromSeconds(5),
    };

    public static readonly Trouble Minute = new(
        "429, a minute", "429000 with the words \"Please retry after 1 minutes.\" and no header", FaultKind.Status, 429, TooMany)
    {
        Strikes = 1,
        Enough = 2,
        Told = TimeSpan.FromMinutes(1),
    };

    public static readonly Trouble Session = new("401002", "the session has ended", FaultKind.Status, 401, "401002")
    {
        Strikes = 1,
        Enough = 3,
    };


    public static readonly Trouble Stall = new("stall", "no answer within the time-out", FaultKind.Slow)
    {
        Strikes = 1,
        Enough = 2,
        Delay = TimeSpan.FromHours(1),
    };

    public static readonly Trouble Lost = new("lost reply", "the request takes effect, and the connection is reset", FaultKind.DropReply);
    public static readonly Trouble SignOn = new("sign-on page", "a sign-on page, with 200", FaultKind.Sso, 200);
    public static readonly Trouble Malformed = new("malformed", "the request takes effect, and its answer cannot be parsed", FaultKind.Malformed);
    public static readonly Trouble Truncated = new("truncated", "the request takes effect, and its answer breaks off", FaultKind.Truncated);

    public static IReadOnlyList<Trouble> All { get; } =
        [Internal, Page, Empty, Reset, Header, Minute, Session, Stall, Lost, SignOn, Malformed, Truncated];
}
