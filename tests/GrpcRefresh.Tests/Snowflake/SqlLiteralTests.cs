using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Tests.Snowflake;

public sealed class SqlLiteralTests
{
    [Theory]
    [InlineData("TABLEAU", "'TABLEAU'")]
    [InlineData("O'Neil", "'O''Neil'")]
    [InlineData(@"x\' OR 1=1 --", @"'x\\'' OR 1=1 --'")]
    [InlineData("", "''")]
    public void A_text_cannot_leave_its_quotes(string text, string literal) => Assert.Equal(literal, SqlLiteral.Of(text));

    [Fact]
    public void A_control_character_is_refused() => Assert.Throws<FormatException>(() => SqlLiteral.Of("a\nb"));
}
