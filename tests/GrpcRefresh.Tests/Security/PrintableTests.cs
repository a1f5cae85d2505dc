using GrpcRefresh.Server;

namespace GrpcRefresh.Tests.Security;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\u001b[2Jgone", " [2Jgone")]
    [InlineData("a\nline", "a line")]
    [InlineData("0123456789", "0123456789")]
    [InlineData("01234567890", "012345678…")]
    public void What_a_terminal_would_obey_is_a_space_and_what_is_long_is_cut(string text, string shown) => Assert.Equal(shown, Printable.Of(text, 10));
}
