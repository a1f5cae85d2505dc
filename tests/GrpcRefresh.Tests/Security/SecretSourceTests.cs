using GrpcRefresh.Server.Security;
using Xunit;

namespace GrpcRefresh.Tests.Security;

public sealed class SecretSourceTests : IDisposable
{
    private const string Key = "A:PatSecret";

    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void A_configured_value_is_the_secret() => Assert.Equal("value", new SecretSource(Key, new Secret("value"), null).Read().Reveal());

    [Theory]
    [InlineData("value\n")]
    [InlineData("value\r\n")]
    [InlineData("value")]
    public void A_newline_at_the_end_of_a_file_is_no_part_of_the_secret(string content)
    {
        File.WriteAllText(_file, content);
        Assert.Equal("value", new SecretSource(Key, null, _file).Read().Reveal());
    }

    [Fact]
    public void A_file_is_read_anew_at_each_use()
    {
        var source = new SecretSource(Key, null, _file);
        File.WriteAllText(_file, "old");
        Assert.Equal("old", source.Read().Reveal());
        File.WriteAllText(_file, "new");
        Assert.Equal("new", source.Read().Reveal());
    }

    [Fact]
    public void Without_value_and_file_the_message_names_both_keys()
    {
        var e = Assert.Throws<SecretUnavailableException>(() => new SecretSource(Key, null, "").Read());
        Assert.Contains("A:PatSecret is missing", e.Message, StringComparison.Ordinal);
        Assert.Contains("A:PatSecretFile", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_value_is_missing() =>
        Assert.Contains("missing", Assert.Throws<SecretUnavailableException>(() => new SecretSource(Key, new Secret(""), null).Read()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_value_and_a_file_together_are_refused() =>
        Assert.Contains("both set", Assert.Throws<SecretUnavailableException>(() => new SecretSource(Key, new Secret("x"), _file).Read()).Message, StringComparison.Ordinal);

    [Fact]
    public void An_empty_file_is_refused_by_its_key() => Refused("is empty", _file);

    [Fact]
    public void A_missing_file_is_refused_by_its_key() => Refused("does not exist", _file + ".none");

    [Fact]
    public void A_directory_in_place_of_a_file_is_refused_by_its_key() => Refused("cannot be read", Path.GetTempPath());

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_that_everybody_may_read_or_change_is_refused_by_its_key(UnixFileMode more)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.WriteAllText(_file, "value");
            File.SetUnixFileMode(_file, File.GetUnixFileMode(_file) | more);
            Refused("chmod o-rwx", _file);
        }
    }

    [Fact]
    public void A_file_for_a_group_is_read_and_so_is_one_behind_a_link()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.WriteAllText(_file, "value");
            File.SetUnixFileMode(_file, UnixFileMode.UserRead | UnixFileMode.GroupRead);
            File.CreateSymbolicLink($"{_file}.link", _file);
            Assert.Equal("value", new SecretSource(Key, null, $"{_file}.link").Read().Reveal());
            File.Delete($"{_file}.link");
        }
    }

    public void Dispose() => File.Delete(_file);

    private static void Refused(string why, string file)
    {
        var e = Assert.Throws<SecretUnavailableException>(() => new SecretSource(Key, null, file).Read());
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.Contains("A:PatSecretFile", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(file, e.Message, StringComparison.Ordinal);
    }
}
