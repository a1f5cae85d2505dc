using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Tests.Snowflake;

public sealed class SqlNameTests
{
    [Theory]
    [InlineData("resources", "\"RESOURCES\"")]
    [InlineData("db.schema.\"Mixed\"", "\"DB\".\"SCHEMA\".\"Mixed\"")]
    [InlineData("\"a\"\"b\"", "\"a\"\"b\"")]
    [InlineData("\"a.b\".c", "\"a.b\".\"C\"")]
    public void A_written_name_is_quoted_as_Snowflake_takes_it(string text, string quoted)
    {
        Assert.True(SqlName.TryParse(text, out var name));
        Assert.Equal(quoted, name!.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("a.b.c.d")]
    [InlineData("a b")]
    [InlineData("a;drop table b")]
    [InlineData("\"a")]
    [InlineData("\"a\"b")]
    [InlineData("\"\"")]
    [InlineData("1a")]
    [InlineData("a.")]
    [InlineData("\"a\nb\"")]
    public void What_is_no_name_is_refused(string text) => Assert.False(SqlName.TryParse(text, out _));

    [Fact]
    public void Given_parts_keep_their_case_and_cannot_break_out() =>
        Assert.Equal("\"svc\".\"x\"\" remove\"", SqlName.Of("svc", "x\" remove").ToString());

    [Fact]
    public void A_part_with_a_control_character_is_refused() => Assert.Throws<FormatException>(() => SqlName.Of("a\nb"));
}
