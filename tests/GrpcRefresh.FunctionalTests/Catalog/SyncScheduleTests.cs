using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Server.Catalog.Mapping;
using GrpcRefresh.Simulation;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GrpcRefresh.FunctionalTests.Catalog;

/// <summary>Syncs that nobody asks for, by a clock that only the test moves.</summary>
public sealed class SyncScheduleTests
{
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    [Fact]
    public async Task It_syncs_soon_after_the_start_and_then_each_interval_also_after_one_that_failed()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using var snowflake = await MappingSnowflake.StartAsync(time: clock);
        await using var service = await TestService.StartAsync(new TableauSimulatorOptions { Time = clock }, all =>
        {
            snowflake.Configure(all);
            all["GrpcRefresh:Catalog:Mapping:SyncEvery"] = $"{Every}";
        });
        Assert.Equal(0, snowflake.Statements("MERGE"));

        clock.Advance(Every * SyncSchedule.Jitter);
        await EndedAsync(service, 1);
        Assert.Equal(service.Tableau.World.Items.Count(item => item.Site.ContentUrl.Length == 0), (await snowflake.RowsAsync()).Count);

        var away = snowflake.Simulator.Faults.Add(new SnowflakeSimulation.Faults.Fault { Kind = SnowflakeSimulation.Faults.FaultKind.Status, Status = 401, Code = "390101" });
        await ToNextAsync(clock);
        await EndedAsync(service, 2);
        Assert.True(away.Hits > 0);

        snowflake.Simulator.Faults.Clear();
        await ToNextAsync(clock);
        await EndedAsync(service, 3);
        Assert.Equal(["SUCCEEDED", "FAILED", "SUCCEEDED"], await OutcomesAsync(service));
        Assert.Empty(service.Errors.Entries);
    }

    [Fact]
    public async Task It_comes_again_soon_when_another_sync_is_in_its_way()
    {
        var (clock, every) = (new ManualClock(DateTimeOffset.UtcNow), TimeSpan.FromMinutes(1));
        await using var snowflake = await MappingSnowflake.StartAsync(time: clock);
        var slow = snowflake.Simulator.Faults.Add(new SnowflakeSimulation.Faults.Fault
        {
            Kind = SnowflakeSimulation.Faults.FaultKind.Slow,
            Statement = "SELECT * FROM",
            Delay = TimeSpan.FromSeconds(20),
            Times = 1,
        });
        await using var service = await TestService.StartAsync(new TableauSimulatorOptions { Time = clock }, all =>
        {
            snowflake.Configure(all);
            all["GrpcRefresh:Catalog:Mapping:SyncEvery"] = $"{every}";
        });

        var other = service.Refreshes.SyncCatalogAsync(new SyncCatalogRequest { AllowVanished = true });
        await slow.StruckAsync(1).WaitAsync(CallExtensions.Patience);
        await WaitsForAsync(clock, slow.Delay);
        clock.Advance(every * SyncSchedule.Jitter);
        await EndedAsync(service, 1);
        await WaitsForAsync(clock, TimeSpan.FromSeconds(30));
        clock.Advance(slow.Delay);
        await other.ResponseAsync.WaitAsync(CallExtensions.Patience);
        clock.Advance(TimeSpan.FromSeconds(30) - slow.Delay);
        await EndedAsync(service, 3);

        Assert.Equal(["REFUSED", "SUCCEEDED", "SUCCEEDED"], await OutcomesAsync(service));
    }

    [Fact]
    public async Task It_is_off_unless_asked_for()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using var snowflake = await MappingSnowflake.StartAsync(time: clock);
        await using var service = await TestService.StartAsync(new TableauSimulatorOptions { Time = clock }, snowflake.Configure);

        var schedule = service.Services.GetServices<IHostedService>().OfType<SyncSchedule>().Single();

        await schedule.ExecuteTask!.WaitAsync(CallExtensions.Patience);
    }

    // The audit is the sync's last deed; reading it again and again is no waiting for luck, for the test fails when it never comes.
    private static async Task EndedAsync(TestService service, int count)
    {
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        while ((await OutcomesAsync(service)).Count < count)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task<IReadOnlyList<string>> OutcomesAsync(TestService service) =>
        [.. (await ServerVerb.ExportAsync(service.Database)).Where(row => row.Text("action") == "CALL_SYNC" && row.Text("outcome") != "ACCEPTED").Select(row => row.Text("outcome"))];

    /// <summary>Until somebody waits for that moment.</summary>
    private static async Task WaitsForAsync(ManualClock clock, TimeSpan time)
    {
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        var due = clock.GetUtcNow() + time;
        while (clock.FirstDueFrom(due) != due)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Once the schedule waits again: to the moment that it waits for, and not beyond, where requests would time out.</summary>
    private static async Task ToNextAsync(ManualClock clock)
    {
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        var (now, earliest, latest) = (clock.GetUtcNow(), clock.GetUtcNow() + (Every * (1 - SyncSchedule.Jitter)), clock.GetUtcNow() + (Every * (1 + SyncSchedule.Jitter)));
        DateTimeOffset? due;
        while ((due = clock.FirstDueFrom(earliest)) is null || due > latest)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        clock.Advance(due.Value - now);
    }
}
