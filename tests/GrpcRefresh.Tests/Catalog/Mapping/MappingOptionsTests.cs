using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Catalog.Mapping;
using GrpcRefresh.Server.Snowflake;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Catalog.Mapping;

public sealed class MappingOptionsTests
{
    [Fact]
    public void Nothing_configured_is_right_without_Snowflake() => Assert.Empty(Check(_ => { }, isOn: false));

    [Fact]
    public void What_needs_Snowflake_is_refused_without_it()
    {
        void Configure(CatalogOptions options)
        {
            options.Sources.Add(CatalogSource.MappingTable);
            options.Mapping.SyncEvery = TimeSpan.FromDays(1);
        }

        Assert.Equal(["GrpcRefresh:Catalog:Sources", "GrpcRefresh:Catalog:Mapping:SyncEvery"], Check(Configure, isOn: false).Select(error => error.Split(' ')[0]));
        Assert.Empty(Check(Configure));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b.c.d")]
    [InlineData("my table")]
    [InlineData("T; DROP TABLE X")]
    public void A_table_without_a_name_is_refused(string table) =>
        Assert.StartsWith("GrpcRefresh:Catalog:Mapping:Table: ", Assert.Single(Check(options => options.Mapping.Table = table)), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("T.COLUMN")]
    [InlineData("\"T\".\"COLUMN\"")]
    [InlineData("my column")]
    public void A_column_without_a_name_of_its_own_is_refused(string column) =>
        Assert.StartsWith("GrpcRefresh:Catalog:Mapping:Columns:Url: ", Assert.Single(Check(options => options.Mapping.Columns.Url = column)), StringComparison.Ordinal);

    [Theory]
    [InlineData("my_column", "MY_COLUMN", "\"MY_COLUMN\"")]
    [InlineData("\"my \"\"column\"\".x\"", "my \"column\".x", "\"my \"\"column\"\".x\"")]
    public void A_column_is_named_as_in_SQL(string text, string name, string quoted)
    {
        var column = MappingColumn.TryParse(text)!;

        Assert.Equal((name, quoted), (column.Name, column.Quoted));
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once() => Assert.Equal(5, Check(options =>
    {
        options.Sources.Add(CatalogSource.Tableau);
        options.Sources.Add(CatalogSource.Tableau);
        options.Mapping.Columns.Url = "server";
        options.Mapping.MaxAge = TimeSpan.Zero;
        options.Mapping.MaxRows = 0;
        options.Mapping.SyncEvery = TimeSpan.FromDays(30);
    }).Count());

    private static IEnumerable<string> Check(Action<CatalogOptions> configure, bool isOn = true)
    {
        var options = new CatalogOptions();
        configure(options);
        return new CatalogOptionsValidator(Options.Create(new SnowflakeOptions { Account = isOn ? "org-account" : null })).Validate(null, options).Failures ?? [];
    }
}
