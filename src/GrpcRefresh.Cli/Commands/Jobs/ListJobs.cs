using System.CommandLine;
using GrpcRefresh.Cli.Features;
using GrpcRefresh.Cli.Output;

namespace GrpcRefresh.Cli.Commands.Jobs;

/// <summary><c>grpcrefresh job list</c></summary>
internal sealed class ListJobs : ServiceCommand
{
    private readonly JobFilterFeature _filter = new();
    private readonly Option<int> _limit = LimitOption.Of("jobs");

    public ListJobs()
        : base("list", "Lists jobs, newest first.")
    {
        _filter.AddTo(this);
        Add(_limit);
        AddShared();
    }

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var limit = session.Parsed.GetValue(_limit);
        var jobs = session.Client.ListAsync(_filter.Read(session.Parsed), LimitOption.PageSize(limit), cancellationToken);
        await foreach (var job in jobs.Take(limit))
        {
            session.Printer.Result(job, JobText.Line(job));
        }

        return ExitCode.Succeeded;
    }
}
