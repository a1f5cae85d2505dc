using GrpcRefresh.Tests.Infrastructure;

namespace GrpcRefresh.Tests.Audit;

public sealed class AuditPurgeTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Later = Some.Time.AddDays(1);

    private AuditWorkbench _audit = null!;

    public async Task InitializeAsync() => _audit = await AuditWorkbench.OpenAsync();

    public async Task DisposeAsync() => await _audit.DisposeAsync();

    [Fact]
    public async Task What_is_left_still_verifies()
    {
        await OldAndNewAsync();

        Assert.Equal(3, await _audit.PurgeAsync(Later));

        var report = await _audit.VerifyAsync();
        Assert.Empty(report.Breaks);
        Assert.Equal(["a3", "c1"], (await _audit.RowsAsync()).Where(row => row.Action != "PURGE").Select(row => row.Detail));
    }

    [Fact]
    public async Task The_purge_itself_is_written_down()
    {
        await OldAndNewAsync();
        await _audit.PurgeAsync(Later);

        var row = Assert.Single(await _audit.RowsAsync("service"));

        Assert.Equal(("PURGE", "grpcrefresh", "entries 1 to 3, from before 2026-03-02T06:00:00Z"), (row.Action, row.Actor, row.Detail));
    }

    [Fact]
    public async Task A_chain_goes_on_after_its_anchor()
    {
        await OldAndNewAsync();
        await _audit.PurgeAsync(Later);

        var row = await _audit.AppendAsync("a", "a4", Later.AddDays(1));

        Assert.Equal(4, row.Number);
        Assert.True((await _audit.VerifyAsync()).Holds);
    }

    [Fact]
    public async Task A_chain_that_is_purged_as_a_whole_leaves_nothing_and_may_begin_anew()
    {
        await OldAndNewAsync();
        await _audit.PurgeAsync(Later);

        var row = await _audit.AppendAsync("b", "b1 again", Later.AddDays(1));

        Assert.Equal(1, row.Number);
        Assert.True((await _audit.VerifyAsync()).Holds);
    }

    [Fact]
    public async Task Many_purges_in_a_row_still_verify()
    {
        for (var day = 0; day < 10; day++)
        {
            await _audit.AppendAsync("a", $"day {day}", Some.Time.AddDays(day));
            await _audit.AppendAsync($"job of day {day}", at: Some.Time.AddDays(day));
            await _audit.PurgeAsync(Some.Time.AddDays(day - 2));

            Assert.Empty((await _audit.VerifyAsync()).Breaks);
        }

        Assert.Equal(3, (await _audit.RowsAsync("a")).Count);
    }

    [Fact]
    public async Task Tampering_is_found_behind_an_anchor()
    {
        await OldAndNewAsync();
        await _audit.PurgeAsync(Later);
        await _audit.TamperAsync("update audit_anchors set hash = substr(hash, 2) || '0' where chain = 'a'");

        Assert.StartsWith("chain a, number 3: ", Assert.Single((await _audit.VerifyAsync()).Breaks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_removed_behind_its_anchor_is_found()
    {
        await OldAndNewAsync();
        await _audit.PurgeAsync(Later);
        await _audit.TamperAsync("delete from audit where chain = 'a'");

        Assert.Equal("chain a, number 3: is missing, and so are all after it", (await _audit.VerifyAsync("a")).Breaks[0]);
    }

    [Fact]
    public async Task Nothing_old_means_nothing_written()
    {
        await OldAndNewAsync();

        Assert.Equal(0, await _audit.PurgeAsync(Some.Time));
        Assert.Empty(await _audit.RowsAsync("service"));
    }

    [Fact]
    public async Task Many_rows_are_purged_in_portions()
    {
        for (var number = 0; number < 1_005; number++)
        {
            await _audit.AppendAsync($"{number % 7}");
        }

        Assert.Equal((1_000, 5, 0), (await _audit.PurgeAsync(Later), await _audit.PurgeAsync(Later), await _audit.PurgeAsync(Later)));
        Assert.True((await _audit.VerifyAsync()).Holds);
    }

    /// <summary>a1 b1 a2 a day before a3 c1.</summary>
    private async Task OldAndNewAsync()
    {
        await _audit.AppendAsync("a", "a1");
        await _audit.AppendAsync("b", "b1");
        await _audit.AppendAsync("a", "a2");
        await _audit.AppendAsync("a", "a3", Later);
        await _audit.AppendAsync("c", "c1", Later);
    }
}
