using Grpc.Core;
using GrpcRefresh.Client;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli;

/// <summary>Which exit code stands for what happened.</summary>
internal static class ExitCodes
{
    // How bad each is for somebody who ran several jobs at once: first what leaves most in the dark.
    private static readonly ExitCode[] WorstFirst =
    [
        ExitCode.Unexpected, ExitCode.Unreachable, ExitCode.UnknownOutcome, ExitCode.Refused,
        ExitCode.Failed, ExitCode.TimedOut, ExitCode.Cancelled, ExitCode.Interrupted, ExitCode.Succeeded,
    ];

    public static ExitCode Of(Job ended) => ended.State switch
    {
        JobState.Succeeded => ExitCode.Succeeded,
        JobState.Failed => ExitCode.Failed,
        JobState.Cancelled => ExitCode.Cancelled,
        JobState.TimedOut => ExitCode.TimedOut,
        JobState.UnknownOutcome => ExitCode.UnknownOutcome,
        _ => ExitCode.Unexpected,
    };

    public static ExitCode Of(GrpcRefreshException failure) => failure.StatusCode switch
    {
        StatusCode.Unavailable or StatusCode.DeadlineExceeded => ExitCode.Unreachable,
        _ when failure.ReasonName.Length == 0 || failure.Reason == ErrorReason.Internal => ExitCode.Unexpected,
        _ => ExitCode.Refused,
    };

    public static ExitCode Worst(IEnumerable<ExitCode> codes)
    {
        var all = codes.ToHashSet();
        return WorstFirst.FirstOrDefault(all.Contains, ExitCode.Succeeded);
    }
}
