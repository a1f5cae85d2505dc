using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.SnowflakeSimulation;
using GrpcRefresh.Testing;

namespace GrpcRefresh.FunctionalTests.Snowflake;

/// <summary>The simulator's subset of SQL, its warehouses and its bills.</summary>
public sealed class SnowflakeSqlTests : SnowflakeTest
{
    private const string Resources = "\"EXTERNAL_ACCESS\".\"MAPPING_TABLES\".\"API__TABLEAU__RESOURCES\"";

    [Fact]
    public async Task A_merge_of_many_rows_in_one_binding_inserts_updates_and_marks()
    {
        await CreateAsync();
        await MergeAsync("""[{"name":"A","luid":"1"},{"name":"B","luid":"2"}]""");
        var again = await MergeAsync("""[{"name":"B","luid":"3"},{"name":"C","luid":null}]""");

        Assert.Equal((1, 1), (again.RowsInserted, again.RowsUpdated));
        var rows = (await QueryAsync($"select RESOURCE_NAME, RESOURCE_ID, UPDATED_AT from {Resources} order by 1")).Rows;
        Assert.Equal([("A", "1"), ("B", "3"), ("C", null)], rows.Select(row => (row.Text("RESOURCE_NAME"), row.TextOrNull("RESOURCE_ID"))));
        Assert.All(rows, row => Assert.NotNull(row.Timestamp("UPDATED_AT")));

        Task<SqlResult> MergeAsync(string json) => QueryAsync(
            $"""
            merge into {Resources} t
            using (select 'workbook' as RESOURCE_TYPE, f.value:name::varchar as RESOURCE_NAME, f.value:luid::varchar as RESOURCE_ID
                   from table(flatten(input => parse_json(?))) f) s
            on t.RESOURCE_TYPE = s.RESOURCE_TYPE and t.RESOURCE_NAME = s.RESOURCE_NAME
            when matched and t.RESOURCE_ID is distinct from s.RESOURCE_ID then update set RESOURCE_ID = s.RESOURCE_ID, UPDATED_AT = current_timestamp()
            when not matched then insert (RESOURCE_TYPE, RESOURCE_NAME, RESOURCE_ID) values (s.RESOURCE_TYPE, s.RESOURCE_NAME, s.RESOURCE_ID)
            """, SqlBinding.Text(json));
    }

    [Fact]
    public async Task Two_rows_of_a_source_for_one_of_the_target_are_refused_and_change_nothing()
    {
        await CreateAsync();
        await QueryAsync($"insert into {Resources} (RESOURCE_TYPE, RESOURCE_NAME) values ('workbook', 'A')");
        var e = await FailureAsync(
            $"merge into {Resources} t using (select 'A' as N union all select 'A') s on t.RESOURCE_NAME = s.N when matched then update set RESOURCE_ID = 'x'");
        Assert.Equal("100090", e.Code);
        await QueryAsync($"merge into {Resources} t using (select 'A' as N) s on t.RESOURCE_NAME = s.N when matched then delete");
        Assert.Empty((await QueryAsync($"select * from {Resources}")).Rows);
    }

    [Fact]
    public async Task A_view_of_the_last_row_of_each_reads_with_types()
    {
        await CreateAsync();
        await QueryAsync($"insert into {Resources} (RESOURCE_TYPE, RESOURCE_NAME, RESOURCE_ID, UPDATED_AT) values ('w', 'A', '1', '2026-01-01T00:00:00Z'), ('w', 'A', '2', '2026-01-02 00:00:00')");
        await QueryAsync(
            $"create or replace view EXTERNAL_ACCESS.MAPPING_TABLES.LATEST comment = 'x' as select * from {Resources} qualify row_number() over (partition by RESOURCE_NAME order by UPDATED_AT desc) = 1");
        var row = Assert.Single((await QueryAsync("select * from EXTERNAL_ACCESS.MAPPING_TABLES.LATEST")).Rows);
        Assert.Equal(("2", new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero)), (row.Text("RESOURCE_ID"), row.Timestamp("UPDATED_AT")));
    }

    [Fact]
    public async Task Update_and_delete_count_what_they_change()
    {
        await CreateAsync();
        await QueryAsync($"insert into {Resources} (RESOURCE_TYPE, RESOURCE_NAME) values ('w', 'A'), ('w', 'B')");
        Assert.Equal(2, (await QueryAsync($"update {Resources} set RESOURCE_ID = ? where RESOURCE_TYPE = ?", SqlBinding.Text("x"), SqlBinding.Text("w"))).RowsUpdated);
        Assert.Equal(1, (await QueryAsync($"delete from {Resources} where RESOURCE_NAME in ('A', 'Z')")).RowsDeleted);
    }

    [Theory]
    [InlineData("select * from APP.PUBLIC.NOWHERE", "002003")]
    [InlineData("select no_such_function(1)", "001003")]
    [InlineData("select a from (select 1 as b)", "000904")]
    [InlineData("copy into t from @stage", "001003")]
    [InlineData("insert into \"EXTERNAL_ACCESS\".\"MAPPING_TABLES\".\"API__TABLEAU__RESOURCES\" (RESOURCE_TYPE, RESOURCE_NAME) values ('w', parse_json('1'))", "002014")]
    [InlineData("insert into \"EXTERNAL_ACCESS\".\"MAPPING_TABLES\".\"API__TABLEAU__RESOURCES\" (RESOURCE_TYPE) values ('w')", "100072")]
    [InlineData("select ?", "002049")]
    [InlineData("select 1; select 2", "000008")]
    [InlineData("create table APP.NOWHERE.T (A number)", "002003")]
    public async Task What_is_wrong_or_not_known_is_refused_by_code(string sql, string code)
    {
        await CreateAsync();
        Assert.Equal(code, (await FailureAsync(sql)).Code);
    }

    [Fact]
    public async Task A_statement_that_reads_a_table_needs_a_warehouse()
    {
        await CreateAsync();
        Simulator.World.User("GRPCREFRESH_SVC").DefaultWarehouse = null;
        Assert.Equal(SnowflakeErrorKind.NoWarehouse, (await FailureAsync($"select * from {Resources}")).Kind);
        await QueryAsync("show user programmatic access tokens for user TABLEAU_SVC");
    }

    [Fact]
    public void A_warehouse_is_resumed_by_use_and_billed_for_a_minute_at_least()
    {
        var clock = new ManualClock();
        var warehouse = new SnowflakeSimulation.World.SnowflakeWorld("a-b", clock).Warehouse("WH");
        Use();
        Assert.Equal((1, 60L), (warehouse.Resumes, warehouse.BilledAt(clock.GetUtcNow())));
        clock.Advance(TimeSpan.FromSeconds(30));
        Use();
        Assert.Equal(1, warehouse.Resumes);
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.False(warehouse.IsRunningAt(clock.GetUtcNow()));
        Assert.Equal(90, warehouse.BilledAt(clock.GetUtcNow()));
        Use();
        Assert.Equal((2, 150L), (warehouse.Resumes, warehouse.BilledAt(clock.GetUtcNow())));

        void Use() => warehouse.Use(clock.GetUtcNow(), clock.GetUtcNow());
    }

    private async Task CreateAsync()
    {
        await QueryAsync("create database if not exists EXTERNAL_ACCESS");
        await QueryAsync("create schema if not exists EXTERNAL_ACCESS.MAPPING_TABLES");
        await QueryAsync(
            $"create table if not exists {Resources} (RESOURCE_TYPE varchar(20) not null, RESOURCE_NAME varchar not null, RESOURCE_ID varchar comment 'the luid', UPDATED_AT timestamp_ltz default current_timestamp(), primary key (RESOURCE_TYPE, RESOURCE_NAME)) comment = 'x'");
    }
}
