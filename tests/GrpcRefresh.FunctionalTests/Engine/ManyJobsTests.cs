using System.Diagnostics;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Engine;

public sealed class ManyJobsTests
{
    private const int Count = 200;
    private const int WatchersEach = 5;

    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    // Two busy cores between Tableau's clock and a thousand watchers'.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task Two_hundred_jobs_cost_one_sign_in_one_POST_and_one_question_each_and_one_list_a_poll()
    {
        var options = new TableauSimulatorOptions { Datasources = Count, Backgrounders = Count, JobDuration = TimeSpan.FromSeconds(5) };
        await using var service = await TestService.StartAsync(options, settings =>
        {
            settings["GrpcRefresh:Jobs:PollMin"] = $"{PollInterval}";
            settings["GrpcRefresh:Jobs:PollMax"] = $"{PollInterval}";
        });
        var clock = Stopwatch.StartNew();

        var started = await Task.WhenAll(Enumerable.Range(1, Count).Select(number => service.RefreshAsync(Datasource($"Datasource {number:0000}", "Load"))));
        var watches = await Task.WhenAll(started.SelectMany(answer => Enumerable.Repeat(answer.Job.JobId, WatchersEach)).Select(async jobId =>
        {
            var events = await service.WatchToEndAsync(jobId);
            return (events[^1], SeenAt: DateTimeOffset.UtcNow);
        }));

        var polls = (int)Math.Ceiling(clock.Elapsed / PollInterval) + 1;
        Assert.Equal(1, service.Tableau.Requests["POST /auth/signin"]);
        Assert.Equal(Count, service.Tableau.Requests["POST /sites/{id}/datasources/{id}/refresh"]);
        Assert.Equal(Count, service.Tableau.Requests["GET /sites/{id}/jobs/{id}"]);
        Assert.InRange(service.Tableau.Requests["GET /sites/{id}/jobs"], 1, polls);
        var runs = service.Tableau.World.Jobs.ToDictionary(run => run.Luid);
        Assert.All(watches, watch =>
        {
            Assert.Equal((WatchEvent.Terminal, JobState.Succeeded), (watch.Item1.Event, watch.Item1.Job.State));
            Assert.InRange(watch.SeenAt - runs[watch.Item1.Job.TableauJobId].CompletedAt!.Value, TimeSpan.Zero, PollInterval + Slack);
        });
        Assert.Empty(service.Errors.Entries);
    }
}
