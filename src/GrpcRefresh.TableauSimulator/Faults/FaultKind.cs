namespace GrpcRefresh.Simulation.Faults;

/// <summary>What goes wrong. In the control API the names are written in kebab case: <c>drop-reply</c>.</summary>
public enum FaultKind
{
    /// <summary>An error status instead of the effect: Tableau's envelope if the fault has a code, otherwise an empty body.</summary>
    Status,

    /// <summary>The connection is reset before anything has happened.</summary>
    Reset,

    /// <summary>A proxy's HTML page under the fault's status, 503 by default, instead of the effect.</summary>
    Html,

    /// <summary>The request waits for the fault's delay, and then goes through.</summary>
    Slow,

    /// <summary>The request takes effect, but the connection is reset instead of the answer.</summary>
    DropReply,

    /// <summary>An update of connections is answered with 200, but the old secret stays. Matches nothing but such updates.</summary>
    KeepOldSecret,

    /// <summary>An update of connections is answered with 200 and what was asked for, but nothing is stored. Matches nothing but such updates.</summary>
    IgnoreUpdate,

    /// <summary>
    /// A permitted update of connections is refused with 400033 and the text of a Java exception, and nothing is stored. Matches nothing
    /// but such updates.
    /// </summary>
    ConnectionProblem,

    /// <summary>A sign-on page: 302 to it, or with status 200 the page itself, instead of the effect.</summary>
    Sso,

    /// <summary>The request takes effect, but its answer is no well-formed XML or JSON. An answer without a body stays as it is.</summary>
    Malformed,

    /// <summary>The request takes effect, but the connection is reset in the middle of its answer. An answer without a body stays as it is.</summary>
    Truncated,
}
