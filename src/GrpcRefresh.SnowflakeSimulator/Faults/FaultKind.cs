namespace GrpcRefresh.SnowflakeSimulation.Faults;

/// <summary>What goes wrong. In the control API the names are written in kebab case: <c>drop-reply</c>.</summary>
public enum FaultKind
{
    /// <summary>An error status instead of the effect: Snowflake's JSON if the fault has a code, otherwise an empty body.</summary>
    Status,

    /// <summary>The connection is reset before anything has happened.</summary>
    Reset,

    /// <summary>A proxy's HTML page under the fault's status, 503 by default, instead of the effect.</summary>
    Html,

    /// <summary>The request waits for the fault's delay, and then goes through.</summary>
    Slow,

    /// <summary>The request takes effect, but the connection is reset instead of the answer.</summary>
    DropReply,

    /// <summary>The request takes effect, but the connection is reset in the middle of its answer.</summary>
    Truncated,
}
