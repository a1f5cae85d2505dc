using GrpcRefresh.Cli.Output;
using GrpcRefresh.Client;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Following;

/// <summary>Every event as the contract writes it: for programs.</summary>
internal sealed class JsonView(Printer printer) : IJobView
{
    public Task DuringAsync(IReadOnlyList<Job> known, Func<Task> following) => following();

    public void Show(JobUpdate update) =>
        printer.Result(new WatchJobResponse
        {
            Event = update.Event,
            Job = update.Job,
            ResumeToken = update.ResumeToken,
            ChangedSteps = { update.ChangedSteps },
        }, "");

    public void Forget() => printer.Result(new WatchJobResponse { Event = WatchEvent.Reset }, "");
}
