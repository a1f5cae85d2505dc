using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Catalog.Mapping;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.Tests.Snowflake;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Catalog.Mapping;

public sealed class MappingTableTests : IDisposable
{
    private static readonly string[] Columns = ["RESOURCE_TYPE", "RESOURCE_NAME", "PROJECT_NAME", "SITE_ID", "RESOURCE_ID"];
    private static readonly string?[] Row = ["workbook", "Orders", "EMEA", "", CatalogWorkbench.Luid(1)];

    private readonly SnowflakeWorkbench _snowflake = new();
    private readonly ManualTimeProvider _time = new();
    private readonly CatalogOptions _options = new();

    [Fact]
    public async Task The_table_is_read_once_for_its_age()
    {
        _snowflake.Stub.Answers(_ => StubSnowflake.Result(Columns, [Row]));
        var table = Open();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => table.GetAsync(default)));
        _time.Advance(TimeSpan.FromMinutes(59));
        await table.GetAsync(default);
        Assert.Single(_snowflake.Stub.Calls);

        _time.Advance(TimeSpan.FromMinutes(1));
        await table.GetAsync(default);
        Assert.Equal(2, _snowflake.Stub.Calls.Count);
    }

    [Fact]
    public async Task A_change_of_ours_makes_the_copy_old()
    {
        _snowflake.Stub.Answers(_ => StubSnowflake.Result(Columns, [Row]));
        var table = Open();
        await table.GetAsync(default);

        table.Outdate();
        await table.GetAsync(default);
        await table.GetAsync(default);

        Assert.Equal(2, _snowflake.Stub.Calls.Count);
    }

    [Fact]
    public async Task While_Snowflake_refuses_an_old_copy_serves_and_it_is_asked_once_a_minute()
    {
        _snowflake.Stub.Answers(_ => StubSnowflake.Result(Columns, [Row]));
        var table = Open();
        var copy = await table.GetAsync(default);
        _snowflake.Stub.Answers(_ => StubSnowflake.Error(401, "390101", "User access disabled."));
        _time.Advance(TimeSpan.FromHours(2));

        Assert.Same(copy, await table.GetAsync(default));
        Assert.Same(copy, await table.GetAsync(default));
        Assert.Equal(2, _snowflake.Stub.Calls.Count);

        _time.Advance(TimeSpan.FromMinutes(1));
        _snowflake.Stub.Answers(_ => StubSnowflake.Result(Columns, [Row]));
        Assert.NotSame(copy, await table.GetAsync(default));
    }

    [Fact]
    public async Task A_change_of_ours_is_not_forgotten_because_Snowflake_refused_meanwhile()
    {
        _snowflake.Stub.Answers(_ => StubSnowflake.Result(Columns, [Row]));
        var table = Open();
        var copy = await table.GetAsync(default);
        _snowflake.Stub.Answers(_ => StubSnowflake.Error(401, "390101", "User access disabled."));
        table.Outdate();
        Assert.Same(copy, await table.GetAsync(default));

        _snowflake.Stub.Answers(_ => StubSnowflake.Result(Columns, [Row]));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.NotSame(copy, await table.GetAsync(default));
    }

    [Fact]
    public async Task Without_a_copy_the_refusal_is_told_again_without_asking_again()
    {
        _snowflake.Stub.Answers(_ => StubSnowflake.Error(422, "002003", "Object does not exist.", "42S02"));
        var table = Open();

        await Assert.ThrowsAsync<SnowflakeException>(() => table.GetAsync(default));
        var again = await Assert.ThrowsAsync<SnowflakeException>(() => table.GetAsync(default));

        Assert.Equal(SnowflakeErrorKind.NotFound, again.Kind);
        Assert.Single(_snowflake.Stub.Calls);
    }

    [Fact]
    public async Task A_slow_warehouse_is_not_waited_for_beside_an_old_copy()
    {
        _snowflake.Stub.Answers(_ => StubSnowflake.Result(Columns, [Row]));
        var table = Open();
        var copy = await table.GetAsync(default);
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource<HttpResponseMessage>());
        _snowflake.Stub.AnswersLater((_, _) =>
        {
            asked.SetResult();
            return answer.Task;
        });
        _time.Advance(TimeSpan.FromHours(2));

        var looking = table.GetAsync(default);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Same(copy, await looking.WaitAsync(TimeSpan.FromSeconds(30)));
        answer.SetResult(StubSnowflake.Result(Columns, [Row]));
    }

    [Fact]
    public async Task A_table_with_too_many_rows_is_refused_with_the_setting()
    {
        _options.Mapping.MaxRows = 1;
        _snowflake.Stub.Answers(_ => StubSnowflake.Result(Columns, [Row, Row]));

        var e = await Assert.ThrowsAsync<SnowflakeException>(() => Open().GetAsync(default));

        Assert.Contains("GrpcRefresh:Catalog:Mapping:MaxRows", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("LIMIT 2", _snowflake.Stub.Calls[0].Json.GetProperty("statement").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_of_the_recipe_that_is_missing_is_named()
    {
        _options.Mapping.Columns.ProjectName = "\"Project\"";
        _snowflake.Stub.Answers(_ => StubSnowflake.Result(Columns, [Row]));

        Assert.Contains("has no column \"Project\"", (await Assert.ThrowsAsync<SnowflakeException>(() => Open().GetAsync(default))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _snowflake.Dispose();

    private MappingTable Open() => new(_snowflake.Neighbour, Options.Create(_options), Measuring.Catalog, _time, NullLogger<MappingTable>.Instance);
}
