using System.CommandLine;
using GrpcRefresh.Cli.Output;

namespace GrpcRefresh.Cli.Commands.Jobs;

/// <summary><c>grpcrefresh job cancel</c></summary>
internal sealed class CancelJob : ServiceCommand
{
    private readonly Argument<string> _id = new("job-id") { Description = "The job." };
    private readonly Option<string?> _requestId = new("--request-id")
    {
        Description = "The request to withdraw; needed when several requests wait for the job.",
        HelpName = "uuid",
    };

    public CancelJob()
        : base("cancel", "Withdraws a request. The job goes on while others wait for it; the last to go cancels it.")
    {
        Add(_id);
        Add(_requestId);
        AddShared();
    }

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var answer = await session.Client.CancelAsync(session.Parsed.GetValue(_id)!, session.Parsed.GetValue(_requestId), cancellationToken);
        session.Printer.Result(answer, JobText.Line(answer.Job));
        if (answer.Detached)
        {
            session.Printer.Note($"Only this request was withdrawn: {answer.Job.JoinCount} still wait for the job.");
        }

        return ExitCode.Succeeded;
    }
}
