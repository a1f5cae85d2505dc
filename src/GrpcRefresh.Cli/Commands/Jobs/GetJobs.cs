using System.CommandLine;
using GrpcRefresh.Cli.Features;
using GrpcRefresh.Cli.Output;
using GrpcRefresh.Client;

namespace GrpcRefresh.Cli.Commands.Jobs;

/// <summary><c>grpcrefresh job get</c></summary>
internal sealed class GetJobs : ServiceCommand
{
    private readonly Argument<string[]> _ids = JobIdArgument.Many(ArgumentArity.OneOrMore, "The jobs.");

    public GetJobs()
        : base("get", "Shows jobs as they stand.")
    {
        Add(_ids);
        AddShared();
    }

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var codes = new List<ExitCode>();
        foreach (var jobId in session.Parsed.GetValue(_ids)!)
        {
            try
            {
                var job = await session.Client.GetAsync(jobId, cancellationToken);
                session.Printer.Result(job, JobDetails.Of(job));
            }
            catch (GrpcRefreshException e)
            {
                session.Printer.Refusal(e, $"job {jobId}");
                codes.Add(ExitCodes.Of(e));
            }
        }

        return ExitCodes.Worst(codes);
    }
}
