using GrpcRefresh.Server.Audit;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Tests.Audit;

public sealed class AuditVerificationTests : IAsyncLifetime
{
    private AuditWorkbench _audit = null!;

    /// <summary>Two chains, written in turns: a1 b1 a2 b2 a3 b3 are entries 1 to 6.</summary>
    public async Task InitializeAsync()
    {
        _audit = await AuditWorkbench.OpenAsync();
        for (var number = 1; number <= 3; number++)
        {
            await _audit.AppendAsync("a", $"a{number}");
            await _audit.AppendAsync("b", $"b{number}");
        }
    }

    public async Task DisposeAsync() => await _audit.DisposeAsync();

    [Fact]
    public async Task What_was_written_holds()
    {
        var report = await _audit.VerifyAsync();

        Assert.Equal((6L, 2L), (report.Rows, report.Chains));
        Assert.Empty(report.Breaks);
    }

    [Fact]
    public async Task Each_row_holds_the_hash_of_the_one_before_in_its_chain()
    {
        var rows = await _audit.RowsAsync("a");

        Assert.Equal([1, 2, 3], rows.Select(row => row.Number));
        Assert.Equal([AuditHash.Beginning, rows[0].Hash, rows[1].Hash], rows.Select(row => row.PrevHash));
    }

    [Theory]
    [InlineData("actor")]
    [InlineData("behalf_user")]
    [InlineData("behalf_role")]
    [InlineData("behalf_task")]
    [InlineData("behalf_query")]
    [InlineData("action")]
    [InlineData("server")]
    [InlineData("site")]
    [InlineData("item_type")]
    [InlineData("item_luid")]
    [InlineData("connection_ids")]
    [InlineData("outcome")]
    [InlineData("detail")]
    public async Task A_changed_text_is_found(string column)
    {
        await _audit.TamperAsync($"update audit set {column} = {column} || '.' where entry = 3");

        Assert.StartsWith("chain a, number 2: ", Assert.Single((await _audit.VerifyAsync()).Breaks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_time_is_found()
    {
        await _audit.TamperAsync("update audit set time_ms = time_ms + 1 where entry = 6");

        Assert.StartsWith("chain b, number 3: ", Assert.Single((await _audit.VerifyAsync()).Breaks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_moved_from_one_field_to_the_next_is_found()
    {
        await _audit.TamperAsync("update audit set item_type = item_type || substr(item_luid, 1, 1), item_luid = substr(item_luid, 2) where entry = 3");

        Assert.StartsWith("chain a, number 2: ", Assert.Single((await _audit.VerifyAsync()).Breaks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_was_changed_and_hashed_anew_is_found_by_the_next()
    {
        var row = (await _audit.RowsAsync("a"))[1] with { Detail = "nothing happened" };
        await _audit.TamperAsync($"update audit set detail = '{row.Detail}', hash = '{AuditHash.Of(row)}' where entry = 3");

        Assert.StartsWith("chain a, number 3: ", Assert.Single((await _audit.VerifyAsync()).Breaks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_removed_from_the_middle_is_found_in_its_chain()
    {
        await _audit.TamperAsync("delete from audit where entry = 3");

        var report = await _audit.VerifyAsync();

        Assert.StartsWith("chain a, number 3: ", report.Breaks[0], StringComparison.Ordinal);
        Assert.StartsWith("entry 3 is missing after chain b, number 1", report.Breaks[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public async Task A_row_removed_from_the_end_of_a_chain_is_found(int entry)
    {
        await _audit.TamperAsync($"delete from audit where entry = {entry}");

        Assert.StartsWith($"entry {entry} is missing after chain ", Assert.Single((await _audit.VerifyAsync()).Breaks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_chain_that_was_removed_is_found()
    {
        await _audit.TamperAsync("delete from audit where chain = 'b'");

        Assert.Equal(3, (await _audit.VerifyAsync()).Breaks.Count);
    }

    [Fact]
    public async Task One_chain_alone_is_doubted_when_rows_after_its_last_are_missing_and_only_then()
    {
        await _audit.TamperAsync("delete from audit where entry = 5");

        Assert.False((await _audit.VerifyAsync("a")).Holds);
        Assert.True((await _audit.VerifyAsync("b")).Holds);
    }

    [Fact]
    public async Task A_row_put_in_is_found()
    {
        await _audit.TamperAsync(
            """
            insert into audit select 7, chain, 4, time_ms, 'somebody', behalf_user, behalf_role, behalf_task, behalf_query, action, server, site, item_type,
                                     item_luid, connection_ids, outcome, detail, hash, hash from audit where entry = 5
            """);

        Assert.StartsWith("chain a, number 4: ", Assert.Single((await _audit.VerifyAsync()).Breaks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_in_another_order_are_found()
    {
        await _audit.TamperAsync(
            """
            update audit set number = 9 where entry = 1;
            update audit set number = 1 where entry = 3;
            update audit set number = 2 where entry = 1
            """);

        Assert.StartsWith("chain a, number 1: ", Assert.Single((await _audit.VerifyAsync()).Breaks), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("update audit set detail = '' where entry = 2")]
    [InlineData("update audit set hash = hash")]
    [InlineData("delete from audit where entry = 6")]
    [InlineData("delete from audit")]
    [InlineData("delete from audit_purged")]
    public async Task The_table_itself_refuses_what_is_no_append(string sql)
    {
        var refused = await Assert.ThrowsAsync<SqliteException>(() => _audit.ExecuteAsync(sql));

        Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
        Assert.True((await _audit.VerifyAsync()).Holds);
    }

    [Fact]
    public async Task A_pretended_purge_is_found()
    {
        await _audit.ExecuteAsync("update audit_purged set entry = 6; delete from audit where entry = 6");

        Assert.StartsWith("chain a, number 1: counts as purged", Assert.Single((await _audit.VerifyAsync()).Breaks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_audit_holds()
    {
        await using var empty = await AuditWorkbench.OpenAsync();

        Assert.True((await empty.VerifyAsync()).Holds);
    }
}
