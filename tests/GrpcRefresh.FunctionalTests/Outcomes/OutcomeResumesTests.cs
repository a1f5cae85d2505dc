using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Outcomes;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.Server.Storage;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.FunctionalTests.Outcomes;

/// <summary>A day of outcomes by a clock that the test moves, and what it costs in the simulated account.</summary>
public sealed class OutcomeResumesTests
{
    private const int Outcomes = 400;
    private static readonly TimeSpan Window = new OutcomeOptions().Window;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(216, 200)]
    [InlineData(30, 40)]
    public async Task Outcomes_resume_the_warehouse_once_a_window_and_none_waits_longer(int secondsApart, int resumes)
    {
        var clock = new ManualClock();
        await using var log = await LogOfOutcomes.StartAsync(clock);
        using var day = await OutcomeDay.StartAsync(log, clock);
        // What made the table has suspended itself by then.
        clock.Advance(TimeSpan.FromHours(1));
        var before = log.Snowflake.World.Warehouse("REFRESH_WH").Resumes;

        for (var number = 0; number < Outcomes; number++)
        {
            await day.EndAsync($"item-{number}");
            await day.AdvanceAsync(TimeSpan.FromSeconds(secondsApart), Window);
        }

        await day.AdvanceAsync(Window, Window);
        Assert.Equal(day.Ended.Order(), log.Rows().Order());
        var counted = log.Snowflake.World.Warehouse("REFRESH_WH").Resumes - before;
        Assert.InRange(counted, 1, (Outcomes * secondsApart / Window.TotalSeconds) + 1);
        Assert.Equal(resumes, counted);
        Assert.Equal(["0"], log.Rows($"sum(julianday(LOGGED_AT) - julianday(END_TIME) > {Window.TotalDays + 0.00001:R})"));
    }

    /// <summary>Store, writer and clock of a service without the rest of it.</summary>
    private sealed class OutcomeDay : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcomes-day");
        private readonly ManualClock _clock;
        private readonly JobFeed _feed = new();
        private readonly Collector _collector = new();
        private readonly SqliteDatabase _database;
        private readonly JobStore _store;
        private readonly OutcomeOutbox _outbox;
        private readonly OutcomeWriter _writer;
        private RunEpoch _epoch = null!;

        private OutcomeDay(LogOfOutcomes log, ManualClock clock)
        {
            _clock = clock;
            _database = new SqliteDatabase(Options.Create(new StorageOptions { Sqlite = Path.Combine(_folder.FullName, "jobs.db") }), new StorageMeasures(_collector.Meter));
            _store = new JobStore(_database, _feed, clock);
            _outbox = new OutcomeOutbox(_database);
            _writer = new OutcomeWriter(
                _outbox, log.Neighbour, _feed, new OutcomeMeasures(_collector.Meter), Options.Create(new OutcomeOptions { Enabled = true }), Options.Create(new SnowflakeOptions()), clock, NullLogger<OutcomeWriter>.Instance);
        }

        public List<string> Ended { get; } = [];

        public static async Task<OutcomeDay> StartAsync(LogOfOutcomes log, ManualClock clock)
        {
            var day = new OutcomeDay(log, clock);
            await day._database.StartingAsync(default);
            day._epoch = new RunEpoch("test", await day._store.StartRunnerAsync("test", default), TimeSpan.FromSeconds(5), clock);
            await day._writer.StartAsync(default);
            await day.WarmUpAsync(log);
            return day;
        }

        /// <summary>Ends a job, and lets the writer see that.</summary>
        public async Task EndAsync(string luid)
        {
            var made = _clock.Made;
            Ended.Add(await EndJobAsync(luid));
            var waiting = (await _outbox.LookAsync(default)).Waiting;
            // It was idle, so it looks once, and then waits anew.
            await UntilAsync(() => Seen(Measures.OutcomesWaiting) == waiting && _clock.Made > made);
        }

        /// <summary>Moves the clock, and stops where a write is due until it is done and the writer is idle.</summary>
        public async Task AdvanceAsync(TimeSpan by, TimeSpan window)
        {
            for (var end = _clock.GetUtcNow() + by; _clock.GetUtcNow() < end;)
            {
                var due = (await _outbox.LookAsync(default)).Oldest + window;
                _clock.Advance((due < end ? due.Value : end) - _clock.GetUtcNow());
                if (due <= _clock.GetUtcNow())
                {
                    await UntilAsync(() => Seen(Measures.OutcomesWaiting) == 0);
                }
            }
        }

        // One outcome that nobody counts: when it is written, and none waits, the writer is idle.
        private async Task WarmUpAsync(LogOfOutcomes log)
        {
            await EndJobAsync("warm-up");
            await UntilAsync(() =>
            {
                // Never so far that the request of a write that has begun runs out of time.
                _clock.Advance(Seen(Measures.OutcomeWrites) == 0 ? TimeSpan.FromSeconds(10) : TimeSpan.Zero);
                return Seen(Measures.OutcomesWritten) == 1 && Seen(Measures.OutcomesWaiting) == 0;
            });
            await log.QueryAsync("delete from GRPCREFRESH.TABLEAU.TABLEAU_JOB_LOG where JOB_ID is not null");
        }

        private double Seen(Measure measure) => _collector.Of(measure).Sum(seen => seen.Value);

        private static async Task UntilAsync(Func<bool> condition)
        {
            using var patience = new CancellationTokenSource(Patience);
            while (!condition())
            {
                patience.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }

        private async Task<string> EndJobAsync(string luid)
        {
            var item = new CatalogItem(new SiteKey(SiteKey.DefaultServer, ""), ResourceType.Datasource, luid, luid, ["Sales"], "", "", null, null);
            var request = new JobRequest(
                item, new ResourceReference(item.Type, SiteKey.DefaultServer, "", luid, null, null), RefreshMode.Full, Freshness.AfterRequest, null, "", new Dictionary<string, string>(), "127.0.0.1", null);
            var job = (await _store.EnrolAsync(request, 10_000, default)).Job;
            await _store.ChangeAsync(_epoch, job.JobId, current => JobEndings.Cancelled(current, _clock.GetUtcNow(), "Withdrawn."), default);
            return job.JobId;
        }

        public void Dispose()
        {
            _writer.StopAsync(default).GetAwaiter().GetResult();
            _writer.Dispose();
            _database.DisposeAsync().AsTask().GetAwaiter().GetResult();
            _collector.Dispose();
            _folder.Delete(recursive: true);
        }
    }
}
