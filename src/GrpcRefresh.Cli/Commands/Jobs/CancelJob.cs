using System.CommandLine;
using GrpcRefresh.Cli.Output;

namespace GrpcRefresh.Cli.Commands.Jobs;

/// <summary><c>grpcrefresh job cancel</c></summary>
internal sealed class CancelJob : ServiceCommand
{
    private readonly Argument<string> _id = new("job-id") { Description = "The job." };
    private readonly Option<string?> _requestId = new("--request-id")
    {
        Description = "The request to withdraw; needed when several of yours wait for the job.",
        HelpName = "uuid",
    };

    private readonly Option<bool> _forAll = new("--for-all") { Description = "Withdraw everybody's requests, so that the job is cancelled. Needs the role admin." };

    public CancelJob()
        : base("cancel", "Withdraws a request. The job goes on while others wait for it; the last to go cancels it.")
    {
        Add(_id);
        Add(_requestId);
        Add(_forAll);
        Validators.Add(given =>
        {
            if (given.GetValue(_forAll) && given.GetValue(_requestId) is not null)
            {
                given.AddError("--for-all withdraws every request: leave out --request-id.");
            }
        });
        AddShared();
    }

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var (id, requestId) = (session.Parsed.GetValue(_id)!, session.Parsed.GetValue(_requestId));
        var answer = session.Parsed.GetValue(_forAll)
            ? await session.Client.CancelForAllAsync(id, cancellationToken)
            : await session.Client.CancelAsync(id, requestId, cancellationToken);
        session.Printer.Result(answer, JobText.Line(answer.Job));
        if (answer.Detached)
        {
            session.Printer.Note($"Only this request was withdrawn: {answer.Job.JoinCount} still wait for the job.");
        }

        return ExitCode.Succeeded;
    }
}
