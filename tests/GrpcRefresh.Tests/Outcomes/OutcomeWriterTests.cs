using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Outcomes;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.Server.Storage;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.Tests.Snowflake;
using GrpcRefresh.V1;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Outcomes;

/// <summary>The writer on a real store and a stubbed network. Its own clock stands still; what has waited for a window is due at once.</summary>
public sealed class OutcomeWriterTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StatementTimeout = TimeSpan.FromMinutes(20);

    private readonly ManualClock _clock = new();
    private readonly Collector _collector = new();
    private readonly SnowflakeWorkbench _snowflake = new();
    private TempStore _temp = null!;
    private OutcomeWriter _writer = null!;

    public async Task InitializeAsync()
    {
        _temp = await TempStore.OpenAsync(_clock);
        _writer = Writer(_temp.Database);
    }

    public async Task DisposeAsync()
    {
        await _writer.StopAsync(default);
        _writer.Dispose();
        _snowflake.Dispose();
        _collector.Dispose();
        await _temp.DisposeAsync();
    }

    [Fact]
    public async Task A_backlog_goes_in_several_statements_of_one_write()
    {
        for (var number = 0; number < OutcomeBatch.MostRows + 1; number++)
        {
            await EndAsync($"item-{number}");
        }

        _clock.Advance(TimeSpan.FromMinutes(5));
        _snowflake.Stub.Answers(_ => StubSnowflake.Rows());
        await _writer.StartAsync(default);
        await UntilAsync(() => Total(Measures.OutcomesWritten) == OutcomeBatch.MostRows + 1);

        Assert.Equal(2, _snowflake.Stub.Calls.Count);
        Assert.Equal(1, Total(Measures.OutcomeWrites));
        await UntilAsync(() => Total(Measures.OutcomesWaiting) == 0);
    }

    [Fact]
    public async Task An_outcome_waits_for_others_until_its_window_is_over()
    {
        _snowflake.Stub.Answers(_ => StubSnowflake.Rows());
        await _writer.StartAsync(default);
        await EndAsync("one");
        // It has seen it, and waits.
        await UntilAsync(() => Total(Measures.OutcomesWaiting) == 1);
        _clock.Advance(TimeSpan.FromMinutes(4));
        await EndAsync("two");
        await UntilAsync(() => Total(Measures.OutcomesWaiting) == 2);

        Assert.Empty(_snowflake.Stub.Calls);
        Assert.Equal(240, Total(Measures.OutcomesAge));
        await AdvanceUntilAsync(TimeSpan.FromMinutes(1), () => Total(Measures.OutcomesWritten) == 2);
        Assert.Single(_snowflake.Stub.Calls);
    }

    [Fact]
    public async Task A_refusal_is_told_with_the_file_that_mends_it_and_what_it_refused_goes_later()
    {
        await EndAsync("one");
        _clock.Advance(TimeSpan.FromMinutes(5));
        _snowflake.Stub.Answers(
            _ => StubSnowflake.Error(422, "002003", "Object 'TABLEAU_JOB_LOG' does not exist or not authorized.", "42S02"), _ => StubSnowflake.Rows());
        await _writer.StartAsync(default);
        await UntilAsync(() => Total(Measures.OutcomeFailures) == 1);
        await UntilAsync(() => _snowflake.Log.Lines.Any(line => line.StartsWith("Error OutcomesRefused", StringComparison.Ordinal)));

        var told = _snowflake.Log.Lines.Single(line => line.Contains("OutcomesRefused", StringComparison.Ordinal));
        Assert.Contains("snowflake/65_outcomes.sql", told, StringComparison.Ordinal);
        Assert.Contains("GRPCREFRESH.TABLEAU.TABLEAU_JOB_LOG", told, StringComparison.Ordinal);
        await AdvanceUntilAsync(TimeSpan.FromMinutes(5), () => Total(Measures.OutcomesWritten) == 1);
        await UntilAsync(() => _snowflake.Log.Lines.Any(line => line.StartsWith("Information OutcomesRecovered 1 ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_refused_credential_has_nothing_to_do_with_the_table()
    {
        await EndAsync("one");
        _clock.Advance(TimeSpan.FromMinutes(5));
        _snowflake.Stub.Answers(_ => StubSnowflake.Error(401, "394400", "Programmatic access token is invalid."));
        await _writer.StartAsync(default);
        await UntilAsync(() => _snowflake.Log.Lines.Any(line => line.StartsWith("Error OutcomesNotAdmitted 1 ", StringComparison.Ordinal)));

        Assert.DoesNotContain(_snowflake.Log.Lines, line => line.Contains("65_outcomes.sql", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_outage_is_a_warning_and_not_a_fault_of_the_service()
    {
        await EndAsync("one");
        _clock.Advance(TimeSpan.FromMinutes(5));
        _snowflake.Stub.Answers(_ => StubSnowflake.Error(503, "390505"));
        await _writer.StartAsync(default);
        await UntilAsync(() => _snowflake.Log.Lines.Any(line => line.StartsWith("Warning OutcomesDelayed 1 ", StringComparison.Ordinal)));

        Assert.DoesNotContain(_snowflake.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_that_does_not_open_is_tried_again_after_a_pause()
    {
        await using var database = new SqliteDatabase(Options.Create(new StorageOptions { Sqlite = Path.Combine(_temp.Folder, "missing", "jobs.db") }), Measuring.Storage);
        using var writer = Writer(database);
        await writer.StartAsync(default);
        await UntilAsync(() => _clock.Waiting > 0);

        Assert.Single(_snowflake.Log.Lines, line => line.StartsWith("Error OutcomesFailed", StringComparison.Ordinal));
        await AdvanceUntilAsync(TimeSpan.FromMinutes(5), () => Total(Measures.OutcomeFailures) == 2);
        await UntilAsync(() => _clock.Waiting > 0);
        await writer.StopAsync(default);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(6)]
    public async Task An_outcome_that_Snowflake_refuses_is_set_aside_and_the_others_are_written(int which)
    {
        List<string> ended = [];
        for (var number = 0; number < 7; number++)
        {
            ended.Add(await EndAsync($"item-{number}"));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        _clock.Advance(TimeSpan.FromMinutes(5));
        _snowflake.Stub.Answers(call => call.Body.Contains(ended[which], StringComparison.Ordinal) ? StubSnowflake.Error(422, "100078", "String is too long", "22000") : StubSnowflake.Rows());
        await _writer.StartAsync(default);
        await UntilAsync(() => Total(Measures.OutcomesWritten) == 6 && Total(Measures.OutcomesAside) == 1);

        var told = Assert.Single(_snowflake.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
        Assert.Contains($"OutcomeSetAside Snowflake takes outcomes, but not that of the job {ended[which]}", told, StringComparison.Ordinal);
        Assert.Equal((0, 0), (Total(Measures.OutcomeFailures), Total(Measures.OutcomesWaiting)));
    }

    [Fact]
    public async Task What_is_refused_without_any_row_sets_none_aside()
    {
        await EndAsync("one");
        _clock.Advance(TimeSpan.FromMinutes(5));
        _snowflake.Stub.Answers(_ => StubSnowflake.Error(422, "000904", "invalid identifier 'LABELS'", "42000"));
        await _writer.StartAsync(default);
        await UntilAsync(() => _snowflake.Log.Lines.Any(line => line.StartsWith("Error OutcomesRefused 1 ", StringComparison.Ordinal)));

        Assert.Equal((1, 0), (Total(Measures.OutcomesWaiting), Total(Measures.OutcomesAside)));
    }

    [Fact]
    public async Task In_doubt_the_same_statement_goes_again_when_the_first_must_have_ended()
    {
        await EndAsync("one");
        _clock.Advance(TimeSpan.FromMinutes(5));
        _snowflake.Stub.Answers(_ => StubSnowflake.Lost(), _ => StubSnowflake.Rows());
        await _writer.StartAsync(default);
        await UntilAsync(() => Total(Measures.OutcomeFailures) == 1);
        await EndAsync("two");
        await UntilAsync(() => Total(Measures.OutcomesWaiting) == 2 && _clock.Waiting > 0);

        Assert.Equal(_clock.GetUtcNow() + StatementTimeout, _clock.FirstDueFrom(_clock.GetUtcNow()));
        await AdvanceUntilAsync(StatementTimeout, () => Total(Measures.OutcomesWritten) == 2);
        var calls = _snowflake.Stub.Calls;
        Assert.Equal((calls[0].Query + "&retry=true", calls[0].Body), (calls[1].Query, calls[1].Body));
        Assert.DoesNotContain(calls[0].Query, calls[2].Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_after_a_write_in_doubt_waits_for_that_and_sends_it_again()
    {
        await EndAsync("one");
        _clock.Advance(TimeSpan.FromMinutes(5));
        _snowflake.Stub.Answers(_ => StubSnowflake.Lost(), _ => StubSnowflake.Rows());
        await _writer.StartAsync(default);
        await UntilAsync(() => Total(Measures.OutcomeFailures) == 1);
        await _writer.StopAsync(default);
        using var next = Writer(_temp.Database);
        await next.StartAsync(default);
        await UntilAsync(() => _clock.FirstDueFrom(_clock.GetUtcNow()) == _clock.GetUtcNow() + StatementTimeout + TimeSpan.FromSeconds(15));

        _clock.Advance(StatementTimeout + TimeSpan.FromSeconds(15));
        await UntilAsync(() => Total(Measures.OutcomesWritten) == 1);
        Assert.Equal(_snowflake.Stub.Calls[0].Query + "&retry=true", _snowflake.Stub.Calls[1].Query);
        await next.StopAsync(default);
    }

    [Fact]
    public async Task A_start_after_a_refused_write_does_not_write_before_its_window_is_over()
    {
        await EndAsync("one");
        _clock.Advance(TimeSpan.FromHours(1));
        _snowflake.Stub.Answers(_ => StubSnowflake.Error(422, "002003", "Object does not exist or not authorized.", "42S02"));
        await _writer.StartAsync(default);
        await UntilAsync(() => Total(Measures.OutcomeFailures) == 1);
        await _writer.StopAsync(default);
        _clock.Advance(TimeSpan.FromMinutes(1));
        using var next = Writer(_temp.Database);
        await next.StartAsync(default);
        await UntilAsync(() => _clock.FirstDueFrom(_clock.GetUtcNow()) == _clock.GetUtcNow().AddMinutes(4));

        Assert.Single(_snowflake.Stub.Calls);
        await next.StopAsync(default);
    }

    private OutcomeWriter Writer(SqliteDatabase database) => new(
        new OutcomeOutbox(database), _snowflake.Neighbour, _temp.Feed, new OutcomeMeasures(_collector.Meter), Options.Create(new OutcomeOptions { Enabled = true }),
        Options.Create(new SnowflakeOptions { StatementTimeout = StatementTimeout }), _clock, new LoggerFactory([_snowflake.Log]).CreateLogger<OutcomeWriter>());

    private double Total(Measure measure) => _collector.Of(measure).Sum(seen => seen.Value);

    // Its timer may be set a moment after what the test waited for.
    private async Task AdvanceUntilAsync(TimeSpan by, Func<bool> condition)
    {
        await UntilAsync(() => _clock.Waiting > 0);
        _clock.Advance(by);
        await UntilAsync(condition);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task<string> EndAsync(string luid)
    {
        var job = (await _temp.EnrolAsync(Some.Request(luid))).Job;
        await _temp.Store.ChangeAsync(
            await _temp.StartRunnerAsync(), job.JobId, current => JobEndings.Cancelled(current, current.UpdateTime, "Withdrawn."), default);
        return job.JobId;
    }
}
