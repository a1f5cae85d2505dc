using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Tests.Snowflake;

public sealed class SqlRowTests
{
    public static TheoryData<string, string, string> Moments => new()
    {
        { "1611871777.123456700", "TIMESTAMP_NTZ", "2021-01-28T22:09:37.1234567+00:00" },
        { "1611871777123456700", "TIMESTAMP_LTZ", "2021-01-28T22:09:37.1234567+00:00" },
        { "1611871777", "TIMESTAMP_NTZ", "2021-01-28T22:09:37.0000000+00:00" },
        { "1611871777.000000000 1500", "TIMESTAMP_TZ", "2021-01-28T23:09:37.0000000+01:00" },
        { "1611871777000000000 960", "TIMESTAMP_TZ", "2021-01-28T14:09:37.0000000-08:00" },
        { "-1.500000000", "TIMESTAMP_NTZ", "1969-12-31T23:59:58.5000000+00:00" },
        { "2021-01-28T22:09:37Z", "TEXT", "2021-01-28T22:09:37.0000000+00:00" },
    };

    [Theory]
    [MemberData(nameof(Moments))]
    public void Both_written_forms_of_a_moment_are_read(string text, string type, string expected) =>
        Assert.Equal(expected, Row(type, text).Timestamp("A")!.Value.ToString("O"));

    [Theory]
    [InlineData("soon")]
    [InlineData("1611871777.0 9999")]
    [InlineData("99999999999999999999999999")]
    public void What_is_no_moment_is_a_typed_failure_without_the_value(string text)
    {
        var e = Assert.Throws<SnowflakeException>(() => Row("TIMESTAMP_NTZ", text).Timestamp("A"));
        Assert.Equal(SnowflakeErrorKind.Unexpected, e.Kind);
        Assert.DoesNotContain(text, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_other_types_are_read()
    {
        Assert.Equal(42, Row("FIXED", "42").Int64("a"));
        Assert.Equal(42, Row("FIXED", "42.000").Int64("a"));
        Assert.Equal(1.25m, Row("FIXED", "1.25").Number("A"));
        Assert.True(Row("BOOLEAN", "true").Boolean("A"));
        Assert.Equal(new DateOnly(2021, 1, 28), Row("DATE", "18655").Date("A"));
        Assert.Equal("x", Row("VARIANT", """{"b":"x"}""").Json("A")!.Value.GetProperty("b").GetString());
        Assert.Null(Row("BOOLEAN", null).Boolean("A"));
    }

    [Fact]
    public void A_missing_column_reads_as_null_where_that_is_allowed()
    {
        var row = Row("TEXT", "x");
        Assert.Null(row.TextOrNull("B"));
        Assert.Null(row.Timestamp("B"));
        Assert.Contains("without a column B", Assert.Throws<SnowflakeException>(() => row.Text("B")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_row_nor_result_prints_what_it_holds()
    {
        var result = Result("TEXT", "the value");
        Assert.DoesNotContain("the value", $"{result} {result.Rows[0]}", StringComparison.Ordinal);
    }

    private static SqlRow Row(string type, string? value) => Result(type, value).Rows[0];

    private static SqlResult Result(string type, string? value) => new([new SqlColumn("A", type, true, null)], [[value]]);
}
