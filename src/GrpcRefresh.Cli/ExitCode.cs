namespace GrpcRefresh.Cli;

/// <summary>How the tool ends. Scripts rely on the numbers.</summary>
internal enum ExitCode
{
    Succeeded = 0,

    /// <summary>Something that the tool or the service did not foresee.</summary>
    Unexpected = 1,

    /// <summary>The command line, the environment or the profile file is wrong.</summary>
    Usage = 2,

    Failed = 3,

    Cancelled = 4,

    /// <summary>The job ran out of time, or <c>--timeout</c> passed before it ended.</summary>
    TimedOut = 5,

    UnknownOutcome = 6,

    /// <summary>The service refused the request.</summary>
    Refused = 7,

    /// <summary>The service, or Tableau behind it, could not be reached.</summary>
    Unreachable = 8,

    /// <summary>Ctrl+C while waiting; what shells expect of a program that was interrupted. The jobs go on.</summary>
    Interrupted = 130,
}
