using GrpcRefresh.Cli.Output;
using GrpcRefresh.Client;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Following;

/// <summary>Follows jobs until all have ended, the time is up, or the caller leaves.</summary>
internal sealed class JobFollower(GrpcRefreshClient client, IJobView view, Printer printer)
{
    /// <summary>Answers the exit code for all of them.</summary>
    public async Task<ExitCode> FollowAsync(IReadOnlyList<FollowedJob> jobs, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (timeout is { } limit)
        {
            waiting.CancelAfter(limit);
        }

        await view.DuringAsync([.. jobs.Select(job => job.Last)], () => Task.WhenAll(jobs.Select(job => job.FollowAsync(client, view, waiting.Token))));
        foreach (var job in jobs.Where(job => job.Problem is not null))
        {
            printer.Refusal(job.Problem!, $"job {job.Last.JobId}");
        }

        var left = cancellationToken.IsCancellationRequested;
        var open = jobs.Where(job => job.IsAbandoned).Select(job => job.Last).ToList();
        if (open.Count > 0)
        {
            printer.Note($"{(left ? "No longer watched" : $"Not ended within {timeout}")}: {open.Count} of {jobs.Count}. {HowToGoOn(open)}");
        }

        return ExitCodes.Worst(jobs.Select(job => job.Code(left ? ExitCode.Interrupted : ExitCode.TimedOut)));
    }

    private static string HowToGoOn(IReadOnlyList<Job> open) => open is [{ Kind: JobKind.Rotation, JobId: var rotation }]
        ? $"The rotation goes on; follow it with: grpcrefresh job watch {rotation}; stop it with: grpcrefresh job cancel {rotation}"
        : "The jobs go on; follow them with: grpcrefresh job watch";
}
