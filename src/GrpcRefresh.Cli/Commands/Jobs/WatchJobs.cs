using System.CommandLine;
using GrpcRefresh.Cli.Features;
using GrpcRefresh.Cli.Following;
using GrpcRefresh.Client;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Commands.Jobs;

/// <summary><c>grpcrefresh job watch</c></summary>
internal sealed class WatchJobs : ServiceCommand
{
    private readonly Argument<string[]> _ids = JobIdArgument.Many(ArgumentArity.ZeroOrMore, "The jobs to watch to their end. Default: all that match, until Ctrl+C.");
    private readonly Option<string?> _resumeToken = new("--resume-token") { Description = "Go on after the event that carried this token; for one job.", HelpName = "token" };
    private readonly JobFilterFeature _filter = new();
    private readonly TimeoutFeature _timeout = new();

    public WatchJobs()
        : base("watch", "Shows jobs as they change. Ctrl+C ends the watching, not the jobs.")
    {
        Add(_ids);
        Add(_resumeToken);
        _filter.AddTo(this);
        _timeout.AddTo(this);
        AddShared();
    }

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var ids = session.Parsed.GetValue(_ids)!;
        var token = session.Parsed.GetValue(_resumeToken) ?? "";
        if (ids.Length == 0 && token.Length == 0)
        {
            return await WatchAllAsync(session, cancellationToken);
        }

        if (_filter.IsGiven(session.Parsed) || (token.Length > 0 && ids.Length != 1))
        {
            throw new UsageException("--resume-token is for one job by its id, and filters are for watching without ids.");
        }

        // Watching waits for a service that is away; a wrong id or address is better told at once.
        var jobs = await Task.WhenAll(ids.Distinct().Select(id => session.Client.GetAsync(id, cancellationToken)));
        var follower = new JobFollower(session.Client, Views.ForEvents(session.Printer), session.Printer);
        return await follower.FollowAsync([.. jobs.Select(job => new FollowedJob(job, token))], _timeout.Read(session.Parsed), cancellationToken);
    }

    private async Task<ExitCode> WatchAllAsync(Session session, CancellationToken cancellationToken)
    {
        var filter = _filter.Read(session.Parsed);
        await session.Client.ListAsync(filter, 1, cancellationToken).Take(1).ToListAsync(cancellationToken);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (_timeout.Read(session.Parsed) is { } limit)
        {
            watching.CancelAfter(limit);
        }

        var view = Views.ForEvents(session.Printer);
        try
        {
            await view.DuringAsync([], () => ShowAllAsync(session.Client, filter, view, watching.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ExitCode.TimedOut;
        }

        return ExitCode.Unexpected;
    }

    private static async Task ShowAllAsync(GrpcRefreshClient client, JobFilter filter, IJobView view, CancellationToken cancellationToken)
    {
        await foreach (var update in client.WatchManyAsync(filter, cancellationToken: cancellationToken))
        {
            if (update.Job is { } job)
            {
                view.Show(new JobUpdate(update.Event, job, update.ResumeToken));
            }
            else
            {
                view.Forget();
            }
        }
    }
}
