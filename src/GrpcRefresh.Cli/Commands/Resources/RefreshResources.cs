using System.CommandLine;
using GrpcRefresh.Cli.Features;
using GrpcRefresh.Cli.Following;
using GrpcRefresh.Cli.Output;
using GrpcRefresh.Client;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Commands.Resources;

/// <summary><c>grpcrefresh resource refresh</c></summary>
internal sealed class RefreshResources : ServiceCommand
{
    private readonly RefreshFeature _refresh = new();
    private readonly Option<bool> _wait = new("--wait", "-w") { Description = "Wait until the jobs have ended, and show their progress." };
    private readonly TimeoutFeature _timeout = new();

    public RefreshResources()
        : base("refresh", "Refreshes content, or joins a refresh that will do. Ctrl+C ends the waiting, not the jobs.")
    {
        _refresh.AddTo(this);
        Add(_wait);
        _timeout.AddTo(this);
        Validators.Add(given =>
        {
            if (given.GetValue(_wait) && _refresh.OnlyValidates(given))
            {
                given.AddError("--wait and --validate-only exclude each other: nothing is started to wait for.");
            }
        });
        AddShared();
    }

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        // One after the other: the queue then has the order that was asked for.
        var (answers, codes) = (new List<RefreshResourceResponse>(), new List<ExitCode>());
        foreach (var request in _refresh.Read(session.Parsed))
        {
            try
            {
                answers.Add(await session.Client.RefreshAsync(request, cancellationToken));
            }
            catch (GrpcRefreshException e)
            {
                session.Printer.Refusal(e, ResourceText.Of(request.Resource));
                codes.Add(ExitCodes.Of(e));
            }
        }

        if (session.Parsed.GetValue(_wait) && answers.Count > 0)
        {
            codes.Add(await WaitAsync(session, answers, cancellationToken));
        }

        answers.ForEach(answer => session.Printer.Result(answer, JobText.Line(answer)));
        return ExitCodes.Worst(codes);
    }

    private async Task<ExitCode> WaitAsync(Session session, List<RefreshResourceResponse> answers, CancellationToken cancellationToken)
    {
        // Two names of one content are served by one job.
        var jobs = answers.Select(answer => answer.Job).DistinctBy(job => job.JobId).ToDictionary(job => job.JobId, job => new FollowedJob(job));
        var follower = new JobFollower(session.Client, Views.ForProgress(session.Printer), session.Printer);
        var code = await follower.FollowAsync([.. jobs.Values], _timeout.Read(session.Parsed), cancellationToken);
        answers.ForEach(answer => answer.Job = jobs[answer.Job.JobId].Last);
        return code;
    }
}
