using System.CommandLine;
using GrpcRefresh.Cli.Features;
using GrpcRefresh.Cli.Following;
using GrpcRefresh.Cli.Output;
using GrpcRefresh.Client;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Commands.Connections;

/// <summary><c>grpcrefresh connection rotate</c></summary>
internal sealed class RotateConnections : ServiceCommand
{
    private readonly RotationFeature _rotation = new();
    private readonly Option<bool> _plan = new("--plan") { Description = "Tell what would be changed, proved and rolled back, and change nothing." };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask before the connections are changed. Required where standard input is no terminal." };
    private readonly Option<bool> _wait = new("--wait", "-w") { Description = "Wait until the rotation has ended, and show its progress." };
    private readonly TimeoutFeature _timeout = new();

    public RotateConnections()
        : base("rotate", "Gives connections another Snowflake credential. Ctrl+C ends the waiting, not the rotation.")
    {
        _rotation.AddTo(this);
        Add(_plan);
        Add(_yes);
        Add(_wait);
        _timeout.AddTo(this);
        Validators.Add(given =>
        {
            if (given.GetValue(_wait) && given.GetValue(_plan))
            {
                given.AddError("--wait and --plan exclude each other: nothing is started to wait for.");
            }
        });
        AddShared();
    }

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var asks = !session.Parsed.GetValue(_plan) && !session.Parsed.GetValue(_yes);
        if (asks)
        {
            Confirmation.ThrowIfNobodyIsThere();
        }

        var request = await _rotation.ReadAsync(session.Parsed, cancellationToken);
        if (session.Parsed.GetValue(_plan))
        {
            return await PlanAsync(session, request, cancellationToken);
        }

        if (asks && !await new Confirmation(session).AskAsync(request, cancellationToken))
        {
            session.Printer.Note("Nothing was changed.");
            return ExitCode.Cancelled;
        }

        var started = await StartAsync(session, request, cancellationToken);
        if (!session.Parsed.GetValue(_wait))
        {
            session.Printer.Result(started, JobText.Line(started));
            return ExitCode.Succeeded;
        }

        session.Printer.Note($"Rotation {started.Job.JobId} is recorded.");
        return await WaitAsync(session, started, cancellationToken);
    }

    private static async Task<ExitCode> PlanAsync(Session session, RotationRequest request, CancellationToken cancellationToken)
    {
        var answer = await session.Client.PlanRotationAsync(request, cancellationToken);
        session.Printer.Result(answer, PlanText.Of(answer.Plan));
        session.Printer.Gaps(answer.Plan.Gaps);
        return ExitCode.Succeeded;
    }

    private static async Task<RotateConnectionCredentialsResponse> StartAsync(Session session, RotationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await session.Client.StartRotationAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or GrpcRefreshException { ReasonName: "" })
        {
            session.Printer.Note($"Whether the rotation was recorded is not known. Repeating the command is harmless, and tells: add --yes --request-id {request.RequestId}");
            throw;
        }
    }

    private async Task<ExitCode> WaitAsync(Session session, RotateConnectionCredentialsResponse started, CancellationToken cancellationToken)
    {
        var rotation = new FollowedJob(started);
        var follower = new JobFollower(session.Client, Views.ForProgress(session.Printer), session.Printer);
        var code = await follower.FollowAsync([rotation], _timeout.Read(session.Parsed), cancellationToken);
        started.Job = rotation.Last;
        started.Plan.Steps.Clear();
        started.Plan.Steps.AddRange(rotation.Steps.Values);
        session.Printer.Result(started, RotationEnd.Of(rotation.Last, rotation.Steps.Values));
        return code;
    }
}
