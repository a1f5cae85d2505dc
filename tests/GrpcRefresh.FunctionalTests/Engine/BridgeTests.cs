using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.World;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;
using JobOutcome = GrpcRefresh.Simulation.Jobs.JobOutcome;
using JobState = GrpcRefresh.V1.JobState;

namespace GrpcRefresh.FunctionalTests.Engine;

/// <summary>Refreshes through Tableau Bridge, which Tableau calls ended when they are merely handed over.</summary>
public sealed class BridgeTests
{
    private const string Data = "Inventory Snapshot";

    [Theory]
    [InlineData("demo")]
    [InlineData("limited")]
    public async Task What_was_only_handed_over_is_still_running_and_ends_with_finish_code_3(string pat)
    {
        await using var service = await StartAsync(JobOutcome.Computed, pat: pat);
        var started = await service.RefreshAsync(Datasource(Data, "Operations"));
        var handed = await service.UntilAsync(started.Job.JobId, IsHandedOver);

        service.Tableau.World.ChangeJob(handed.TableauJobId, duration: TimeSpan.Zero);
        var ended = await service.EndOfAsync(started.Job.JobId);

        Assert.Equal(JobState.Running, handed.State);
        Assert.Equal(JobState.Succeeded, ended.State);
        Assert.Empty(service.Errors.Entries);
    }

    [Fact]
    public async Task What_Bridge_never_finishes_ends_UNKNOWN()
    {
        await using var service = await StartAsync(JobOutcome.Stuck, patience: "00:00:01");

        var ended = await service.EndOfAsync((await service.RefreshAsync(Datasource(Data, "Operations"))).Job.JobId);

        Assert.Equal(JobState.UnknownOutcome, ended.State);
        Assert.Contains("Tableau Bridge", ended.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fresh_content_proves_the_end_when_Tableau_never_tells_it()
    {
        await using var service = await StartAsync(JobOutcome.Stuck);
        var started = await service.RefreshAsync(Datasource(Data, "Operations"));
        await service.UntilAsync(started.Job.JobId, IsHandedOver);

        var luid = service.Tableau.World.Item($"Operations/{Data}").Luid;
        service.Tableau.World.ChangeItem(luid, item => item with { ExtractUpdates = item.ExtractUpdates.Add(new ExtractUpdate(DateTimeOffset.UtcNow.AddSeconds(1), false)) });
        var ended = await service.EndOfAsync(started.Job.JobId);

        Assert.Equal(JobState.Succeeded, ended.State);
        Assert.Contains(ended.TableauNotes, note => note.Contains("fresh as of", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Busy_Bridge_clients_fail_the_refresh_in_Tableaus_words()
    {
        await using var service = await StartAsync(JobOutcome.BridgeBusy, duration: TimeSpan.FromMilliseconds(300));

        var ended = await service.EndOfAsync((await service.RefreshAsync(Datasource(Data, "Operations"))).Job.JobId);

        Assert.Equal(JobState.Failed, ended.State);
        Assert.Contains(ended.TableauNotes, note => note.Contains("REMOTE_EXTRACT_REFRESH_ALL_AGENTS_BUSY", StringComparison.Ordinal));
    }

    private static bool IsHandedOver(Job job) => job.TableauNotes.Any(note => note.Contains("handed the refresh to Tableau Bridge", StringComparison.Ordinal));

    private static async Task<TestService> StartAsync(JobOutcome outcome, string patience = "01:00:00", string pat = "demo", TimeSpan? duration = null)
    {
        var service = await TestService.StartAsync(
            new TableauSimulatorOptions { JobDuration = duration ?? TimeSpan.FromMinutes(10) },
            settings => settings["GrpcRefresh:Jobs:BridgePatience"] = patience,
            pat);
        service.Tableau.Settings.BridgeHandover = TimeSpan.FromMilliseconds(100);
        var luid = service.Tableau.World.Item($"Operations/{Data}").Luid;
        service.Tableau.World.ChangeItem(luid, item => item with { ViaBridge = true, NextOutcome = outcome });
        return service;
    }
}
